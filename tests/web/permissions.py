"""Who comes where: every route, and the roles that get in. All others get 403 or 404.

The objects are those of ``builders.go_all_the_way``: a case that began in the branch, its step there, the
branch's meeting, the branch itself, and the minutes of that meeting.
"""

ANYONE = frozenset(
    {
        "anonymous",
        "stranger",
        "member",
        "branch_chair",
        "branch_secretary",
        "party_member",
        "party_secretary",
        "group_secretary",
        "councillor",
        "administrator",
    }
)
SIGNED_IN = ANYONE - {"anonymous"}
ON_WAY = SIGNED_IN - {"stranger", "administrator"}
IN_BRANCH = frozenset({"member", "branch_chair", "branch_secretary"})
RUNS_BRANCH = frozenset({"branch_chair", "branch_secretary"})
SECRETARY = frozenset({"branch_secretary"})
RECORDS = frozenset({"branch_secretary", "group_secretary", "councillor", "party_secretary"})
# The council has decided, and its steps are public, so the case itself has something to show to all.
SEES_CASE = ANYONE
# Everyone may come to these pages, but the case is known only to those on its way.
SEES_BRANCH_STEP = ON_WAY
NOBODY: frozenset[str] = frozenset()

GETS: dict[str, frozenset[str]] = {
    "static": ANYONE,
    "front.show_front": ANYONE,
    "people.sign_in": frozenset({"anonymous"}),  # whoever is signed in is sent on to the desk
    "people.show_link_sent": ANYONE,
    "people.use_link": NOBODY,  # the link of the walk is no link; tested by itself
    "people.show_me": SIGNED_IN,
    "desk.show_desk": SIGNED_IN,
    "motions.list_cases": ANYONE,
    "motions.show_case": SEES_CASE,
    "motions.new_motion": SIGNED_IN,
    "motions.edit_text": NOBODY,  # decided, so it stands: 422 for those who could
    "motions.add_source": SIGNED_IN,
    "motions.follow_up": SIGNED_IN,
    "texts.list_versions": SEES_CASE,
    "texts.show_version": SEES_BRANCH_STEP,
    "texts.compare": SEES_CASE,
    "texts.download_comparison": SEES_CASE,
    "texts.show_lineage": SEES_CASE,
    "steps.show_step": SEES_BRANCH_STEP,
    "steps.write_decision": RUNS_BRANCH,
    "steps.write_forwarding": SECRETARY,
    "meetings.call_meeting": RUNS_BRANCH,
    "meetings.record_meeting": RUNS_BRANCH,
    "meetings.show_meeting": IN_BRANCH,
    "room.show_room": RUNS_BRANCH,
    "room.plan_poll": RUNS_BRANCH,
    "room.count_hands": RUNS_BRANCH,
    "roll.show_roll": RUNS_BRANCH,
    "ballots.take_part": IN_BRANCH,
    "ballots.show_own_part": IN_BRANCH,
    "ballots.show_poll": IN_BRANCH,
    "live.follow": ANYONE,  # who knows the address, which nobody can guess; nothing private is told there
    "live.show_screen": ANYONE,  # likewise
    "papers.download_paper": IN_BRANCH,
    "papers.download_upload": NOBODY,  # the walk has no upload
    "bodies.list_bodies": ANYONE,
    "bodies.show_body": ANYONE,
    "bodies.list_members": RUNS_BRANCH,
    "dues.list_dues": SECRETARY,
    "bodies.confirm_end_role": SECRETARY,
    "bodies.confirm_erase": SECRETARY,
    "rules.write_rules": SECRETARY,
    "amendments.list_amendments": IN_BRANCH,
    "amendments.new_amendment": NOBODY,  # decided, so none are taken: 422 for those who could
    "amendments.show_amendment": IN_BRANCH,
    "amendments.write_draft": NOBODY,  # the walk's is handed in
    "amendment_voting.show_voting": IN_BRANCH,
    "amendment_voting.show_adopted": IN_BRANCH,
    "recommendations.list_recommendations": IN_BRANCH,
    "recommendations.show_recommendation": IN_BRANCH,
    "recommendations.write_draft": NOBODY,  # the walk's is published
    "promises.new_promise": RECORDS,
    "promises.show_promise": SEES_BRANCH_STEP,
    "promises.new_indicator": RECORDS,
    "promises.show_indicator": SEES_BRANCH_STEP,
    "following.show_followed": SIGNED_IN,
    "fates.show_fates": ANYONE,
    "search.show_results": ANYONE,
    "feeds.feed_of_all": ANYONE,
    "feeds.feed_of_case": SEES_CASE,
    "feeds.feed_of_body": ANYONE,
    "feeds.feed_of_theme": ANYONE,
    "feeds.private_calendar": NOBODY,  # the address of the walk is none; tested by itself
    "search.show_alike": SIGNED_IN,
    "fates.show_of_body": NOBODY,  # leads everyone on to the page above
    "fates.download_sheet": ANYONE,
    "joining.join": SECRETARY,
    "joining.object_to": NOBODY,  # the decision of the walk is no «covered»
    "following.set_themes": SIGNED_IN,
    "following.confirm_stop": NOBODY,  # the link of the walk is no link; tested by itself
    "proposals.list_proposals": IN_BRANCH,
    "proposals.show_proposal": NOBODY,  # the walk has no proposal; tested by itself
    "proposals.edit_line": NOBODY,
    "proposals.download_sheet": NOBODY,
    "point_fates.write_fate": NOBODY,
    "records.write_record": NOBODY,  # the branch is held here; tested by itself
    "records.write_correction": NOBODY,
    "records.show_difference": NOBODY,
    "records.write_source": NOBODY,
    "records.show_answer": NOBODY,  # the link of the walk is no link; tested by itself
    "records.show_thanks": ANYONE,
    "money.show_lines": IN_BRANCH,
    "money.edit_line": NOBODY,  # the step has no line; tested by itself
    "money.show_money": ANYONE - {"anonymous"},
    "ways.show_ways": ANYONE - {"anonymous"},
    "councils.show_council": NOBODY,  # the branch is held here; tested by itself
    "calendar.show_calendar": IN_BRANCH,
    "calendar.show_mine": SIGNED_IN,
    "calendar.download_mine": SIGNED_IN,
    "administration.show_bodies": frozenset({"administrator"}),
    "administration.new_body": frozenset({"administrator"}),
    "administration.new_secretary": frozenset({"administrator"}),
    "administration.new_follower": NOBODY,  # the branch is held here, so nobody records for it
    # No poll is held on the walk: each is as if it never was. Polls have tests of their own.
    "secret_polls.show_secret": NOBODY,
    "secret_polls.show_passphrase": NOBODY,
    "secret_polls.download_poll": NOBODY,
    "secret_polls.download_recount": NOBODY,
    "ballot_box.show_ballot": NOBODY,
    "ballot_box.show_state": NOBODY,
    "letterheads.show_letterhead": SECRETARY,
    "letterheads.download_sample": SECRETARY,
    "word_files.download_text": IN_BRANCH,
    "paper_pages.show_paper": IN_BRANCH,
    "paper_pages.show_edits": NOBODY,  # nothing is edited on the walk; tested by itself
    "paper_pages.download_edits": NOBODY,  # likewise
    "paper_pages.download_amendments": IN_BRANCH,
    "paper_pages.show_job": NOBODY,  # nobody has asked for work; tested by itself
    "paper_pages.download_made": NOBODY,  # likewise
    "word_files.send_word_file": NOBODY,  # decided, so nothing is taken: 422 for those who could
    "word_files.show_changes": NOBODY,  # likewise
}

POSTS: dict[str, frozenset[str]] = {
    "people.ask_for_link": ANYONE,
    "people.sign_in_by_link": ANYONE,
    "people.sign_out": ANYONE,
    "people.choose_language": ANYONE,
    "people.end_sessions": SIGNED_IN,
    "people.choose_name": SIGNED_IN,
    "motions.read_file": SIGNED_IN,
    "motions.hand_in": SIGNED_IN,
    "motions.save_text": SECRETARY | {"member"},
    "motions.add_source": RECORDS - {"councillor"} | {"member"},
    "motions.follow": ON_WAY,
    "motions.stop_following": SIGNED_IN,
    "motions.follow_up": RECORDS,
    "steps.accept": SECRETARY,
    "steps.send_back": SECRETARY,
    "steps.decline": SECRETARY,
    "steps.resubmit": SECRETARY | {"member"},
    "steps.withdraw": SECRETARY | {"member"},
    "steps.treat": RUNS_BRANCH,
    "steps.put_on_list": RUNS_BRANCH,
    "steps.take_off_list": RUNS_BRANCH,
    "steps.open_to_public": SECRETARY,
    "steps.close_to_public": SECRETARY,
    "steps.record_decision": RUNS_BRANCH,
    "steps.forward": SECRETARY,
    "meetings.call_meeting": RUNS_BRANCH,
    "meetings.record_meeting": RUNS_BRANCH,
    "meetings.open_meeting": RUNS_BRANCH,
    "meetings.end_meeting": RUNS_BRANCH,
    "meetings.set_attendance": RUNS_BRANCH,
    "meetings.check_in": RUNS_BRANCH,
    "meetings.check_out": RUNS_BRANCH,
    "meetings.elect_officer": RUNS_BRANCH,
    "meetings.remove_officer": RUNS_BRANCH,
    "meetings.add_item": RUNS_BRANCH,
    "meetings.set_treatment": RUNS_BRANCH,
    "meetings.make_paper": SECRETARY,
    "room.take_up_item": RUNS_BRANCH,
    "room.set_code": RUNS_BRANCH,
    "room.plan_poll": RUNS_BRANCH,
    "room.plan_amendment_poll": RUNS_BRANCH,
    "room.prepare_poll": RUNS_BRANCH,
    "room.open_poll": RUNS_BRANCH,
    "room.extend_poll": RUNS_BRANCH,
    "room.close_poll": RUNS_BRANCH,
    "room.count_poll": RUNS_BRANCH,
    "room.declare_poll": RUNS_BRANCH,
    "room.annul_poll": RUNS_BRANCH,
    "room.drop_poll": RUNS_BRANCH,
    "room.plan_second_round": RUNS_BRANCH,
    "room.count_hands": RUNS_BRANCH,
    "roll.check_in_other": RUNS_BRANCH,
    "roll.check_out_other": RUNS_BRANCH,
    "roll.exclude_board": RUNS_BRANCH,
    "roll.exclude": RUNS_BRANCH,
    "roll.admit": RUNS_BRANCH,
    "roll.set_delegate": RUNS_BRANCH,
    "roll.remove_delegate": RUNS_BRANCH,
    "ballots.check_in": IN_BRANCH,
    "ballots.check_out": IN_BRANCH,
    "ballots.ask_for": IN_BRANCH,
    "ballots.cast_ballot": IN_BRANCH,
    "papers.make_anew": SECRETARY,
    "word_files.send_word_file": IN_BRANCH,
    "word_files.show_changes": IN_BRANCH,
    "paper_pages.show_paper": SECRETARY,
    "paper_pages.ask_for_pdf": IN_BRANCH,
    "paper_pages.ask_for_dossier": SIGNED_IN,
    "bodies.add_member": SECRETARY,
    "dues.set_dues": SECRETARY,
    "bodies.end_role": SECRETARY,
    "bodies.erase_person": SECRETARY,
    "rules.set_rules": SECRETARY,
    "letterheads.keep_letterhead": SECRETARY,
    "letterheads.remove_letterhead": SECRETARY,
    "letterheads.use_letterhead": SECRETARY,
    "letterheads.drop_letterhead": SECRETARY,
    "amendments.add_amendment": IN_BRANCH,
    "amendments.save_draft": NOBODY,  # handed in
    "amendments.hand_in": IN_BRANCH,  # the mover, and those who run the meeting
    "amendments.drop_draft": IN_BRANCH,
    "amendments.withdraw": IN_BRANCH,
    "amendments.dismiss": RUNS_BRANCH,
    "amendments.let_fall_away": RUNS_BRANCH,
    "amendments.reopen": RUNS_BRANCH,
    "amendments.close_list": RUNS_BRANCH,
    "amendment_voting.set_order": RUNS_BRANCH,
    "amendment_voting.record_vote": RUNS_BRANCH,
    "amendment_voting.record_against": RUNS_BRANCH,
    "amendment_voting.put_together": RUNS_BRANCH,
    "recommendations.recommend": SECRETARY,
    "recommendations.publish_all": SECRETARY,
    "recommendations.save_draft": NOBODY,  # published
    "recommendations.publish": SECRETARY,
    "recommendations.drop_draft": SECRETARY,
    "recommendations.take_up_text": RUNS_BRANCH,
    "recommendations.answer": IN_BRANCH,  # the mover, and those who take down what is said
    "promises.new_promise": RECORDS,
    "promises.report": RECORDS,
    "promises.new_indicator": RECORDS,
    "promises.show_indicator": RECORDS,
    "following.choose_mail": SIGNED_IN,
    "fates.make_annex": SECRETARY,
    "feeds.renew_calendar": SIGNED_IN,
    "joining.join": SECRETARY,
    "joining.object_to": NOBODY,  # likewise
    "following.follow_theme": SIGNED_IN,
    "following.stop_theme": SIGNED_IN,
    "following.follow_body": SIGNED_IN,
    "following.stop_body": SIGNED_IN,
    "following.set_themes": RECORDS | {"member"},
    "following.stop": NOBODY,  # likewise
    "proposals.start_proposal": RUNS_BRANCH,
    "proposals.set_frame": NOBODY,  # the walk has no proposal; tested by itself
    "proposals.collect_lines": NOBODY,
    "proposals.add_line": NOBODY,
    "proposals.change_line": NOBODY,
    "proposals.remove_line": NOBODY,
    "proposals.add_point": NOBODY,
    "proposals.remove_point": NOBODY,
    "proposals.hand_in": NOBODY,
    "proposals.copy_to_next_year": NOBODY,
    "point_fates.record_fate": NOBODY,
    "records.record": NOBODY,  # the branch is held here; tested by itself
    "records.correct": NOBODY,
    "records.keep_first": NOBODY,
    "records.keep_second": NOBODY,
    "records.add_source": NOBODY,
    "records.ask": NOBODY,
    "records.answer": ANYONE,  # the link of the walk is no link: 410 for all
    "money.add_line": RUNS_BRANCH,  # decided, so it stands: 422
    "money.change_line": NOBODY,  # the step has no line; tested by itself
    "money.remove_line": RUNS_BRANCH,  # likewise
    "money.record_money": RECORDS,
    "ways.choose_way": RECORDS,
    "councils.set_seats": NOBODY,  # the branch is held here; tested by itself
    "councils.add_meetings": NOBODY,
    "councils.cancel_meeting": NOBODY,
    "councils.set_route_days": NOBODY,
    "administration.make_body": frozenset({"administrator"}),
    "administration.add_follower": NOBODY,  # likewise
    "administration.add_secretary": NOBODY,  # the branch has its first secretary already
    "secret_polls.begin_check_in": NOBODY,
    "secret_polls.restart_check_in": NOBODY,
    "secret_polls.issue_token": NOBODY,
    "secret_polls.ask_for_paper": NOBODY,
    "secret_polls.confirm_passphrase": NOBODY,
    "secret_polls.open_box": NOBODY,
    "ballot_box.cast": ANYONE,  # what is sent on the walk is no ballot: 400 for all
}
