"""HTTP only: read the request, call one service, answer.

A view's head says where, who and, by its method, whether it writes; its body reads the request, calls
one service and answers.
"""

from flask import Flask

from motionflow.web import (
    access,
    administration,
    amendment_voting,
    amendments,
    ballot_box,
    ballots,
    bodies,
    calendar,
    casting,
    councils,
    desk,
    dues,
    errors,
    fates,
    feeds,
    following,
    forms,
    front,
    headers,
    joining,
    letterheads,
    live,
    meetings,
    money,
    motions,
    paper_pages,
    papers,
    people,
    point_fates,
    promises,
    proposals,
    recommendations,
    records,
    roll,
    room,
    rules,
    search,
    secret_polls,
    session,
    silence,
    static_files,
    steps,
    texts,
    transaction,
    ways,
    word_files,
)


def register(app: Flask) -> None:
    """Give the application its pages and what stands around every one of them."""
    for part in (
        *(casting, static_files, headers, live, ballot_box, session, transaction, forms, access, silence),
        errors,
    ):
        part.install(app)
    for views in (
        front,
        people,
        desk,
        motions,
        steps,
        meetings,
        papers,
        paper_pages,
        word_files,
        bodies,
        dues,
        rules,
        letterheads,
        administration,
        promises,
        following,
        councils,
        calendar,
        money,
        ways,
        secret_polls,
        ballot_box,
        amendments,
        amendment_voting,
        recommendations,
        joining,
        fates,
        feeds,
        room,
        roll,
        ballots,
        live,
        texts,
        search,
        point_fates,
        proposals,
        records,
    ):
        app.register_blueprint(views.bp)
    forms.let_nameless_in(app)
