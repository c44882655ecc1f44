"""Amendments put together: nothing guessed, nothing lost, and every change with who made it."""

import itertools
import random
import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motionflow.domain.differences import ChangeKind, PieceKind
from motionflow.domain.merged import Conflict, Edit, Merged
from motionflow.domain.merging import list_clashes, merge, rebase
from motionflow.domain.paragraphs import paragraphs_of
from motionflow.domain.texts import tidy
from tests.domain.edited_texts import edits_of, generated

BASE = (
    "Kommunen bevilger midler slik at 10 studenter kan starte på studiet i 2019.\n\n"
    "## Vilkår\n\n"
    "- Studiet tas ved siden av arbeid.\n"
    "- Lederne får fri med lønn til samlingene.\n"
    "- Kommunen søker om tilskudd før fristen.\n\n"
    "Kommunestyregruppa legger fram saken så snart den er klar."
)


def changed(*swaps: tuple[str, str], base: str = BASE) -> str:
    for old, new in swaps:
        assert old in base
        base = base.replace(old, new)
    return base


def merged(*texts: str, base: str = BASE, chosen: dict[str, str] | None = None) -> Merged:
    edits = [Edit(f"A{number}", text) for number, text in enumerate(texts, start=1)]
    return merge(base, edits, chosen=chosen)


def only_conflict(result: Merged) -> Conflict:
    (found,) = result.conflicts
    return found


def traces(result: Merged) -> list[tuple[str, str, tuple[str, ...]]]:
    pieces = [piece for part in result.paragraphs for piece in part.pieces]
    return [(piece.kind.value, piece.text, piece.by) for piece in pieces if piece.kind is not PieceKind.SAME]


def test_two_amendments_to_different_words_of_a_paragraph_go_together() -> None:
    result = merged(changed(("10 studenter", "5 studenter")), changed(("i 2019", "innen 2020")))

    assert result.text == changed(("10 studenter", "5 studenter"), ("i 2019", "innen 2020"))
    assert traces(result) == [
        ("removed", "10", ("A1",)),
        ("added", "5", ("A1",)),
        ("removed", "i 2019", ("A2",)),
        ("added", "innen 2020", ("A2",)),
    ]


def test_two_amendments_to_the_same_words_are_a_conflict_with_what_each_would_give() -> None:
    five, inntil = changed(("10 studenter", "5 studenter")), changed(("10 studenter", "inntil ti studenter"))
    result = merged(five, inntil, changed(("i 2019", "i 2020")))
    conflict = only_conflict(result)

    assert result.text is None
    assert (conflict.by, conflict.old_numbers, conflict.after) == (("A1", "A2"), (1,), 0)
    assert [choice.by for choice in conflict.choices] == [(), ("A1",), ("A2",)]
    assert [re.findall("at (.*?) stud", choice.text)[0] for choice in conflict.choices] == [
        "10",
        "5",
        "inntil ti",
    ]
    assert all("i 2020" in choice.text for choice in conflict.choices)


def test_a_choice_solves_its_conflict_and_keeps_its_traces() -> None:
    five, six = changed(("10 studenter", "5 studenter")), changed(("10 studenter", "6 studenter"))
    conflict = only_conflict(merged(five, six))
    result = merged(five, six, chosen={conflict.key: conflict.choices[2].text})

    assert result.text == six
    assert traces(result) == [("removed", "10", ("A2",)), ("added", "6", ("A2",))]


def test_a_conflict_can_be_solved_in_other_words_than_anyone_moved() -> None:
    five, six = changed(("10 studenter", "5 studenter")), changed(("10 studenter", "6 studenter"))
    conflict = only_conflict(merged(five, six))
    first = changed(("10 studenter", "5 eller 6 studenter")).split("\n")[0]
    result = merged(five, six, chosen={conflict.key: first})

    assert result.text == changed(("10 studenter", "5 eller 6 studenter"))
    assert {by for _, _, by in traces(result)} == {("A1", "A2")}


def test_what_two_amendments_both_want_is_done_once_and_is_of_both() -> None:
    five = changed(("10 studenter", "5 studenter"))
    result = merged(five, five)

    assert result.text == five
    assert {by for _, _, by in traces(result)} == {("A1", "A2")}


def test_words_put_in_beside_words_taken_out_are_a_conflict() -> None:
    result = merged(changed((" 10 studenter", "")), changed(("10 stud", "inntil 10 stud")))

    assert only_conflict(result).by == ("A1", "A2")


def test_a_paragraph_that_one_removes_and_another_changes_is_a_conflict() -> None:
    result = merged(
        changed(("- Lederne får fri med lønn til samlingene.\n", "")), changed(("med lønn", "uten lønn"))
    )
    conflict = only_conflict(result)

    assert conflict.old_numbers == (4,)
    assert [choice.text for choice in conflict.choices] == [
        "- Lederne får fri med lønn til samlingene.",
        "",
        "- Lederne får fri uten lønn til samlingene.",
    ]


def test_items_added_at_one_place_come_in_the_order_of_the_amendments() -> None:
    last = "- Kommunen søker om tilskudd før fristen."
    result = merge(
        BASE,
        [
            Edit("A10", changed((last, last + "\n- Bøker dekkes."))),
            Edit("A2", changed((last, last + "\n- Regnskapet legges fram hver høst."))),
        ],
    )
    assert result.text == changed((last, last + "\n- Regnskapet legges fram hver høst.\n- Bøker dekkes."))


def test_two_that_add_nearly_the_same_at_one_place_are_a_conflict() -> None:
    last = "- Kommunen søker om tilskudd før fristen."
    result = merged(
        changed((last, last + "\n- Bøker og reise dekkes med 8 000 kroner.")),
        changed((last, last + "\n- Bøker og reise dekkes med 5 000 kroner.")),
    )
    conflict = only_conflict(result)

    assert (conflict.after, conflict.old_numbers) == (5, ())
    assert [choice.text for choice in conflict.choices] == [
        "",
        "- Bøker og reise dekkes med 8 000 kroner.",
        "- Bøker og reise dekkes med 5 000 kroner.",
    ]


def test_what_is_added_among_paragraphs_that_another_removes_is_a_conflict() -> None:
    items = BASE[BASE.index("- Studiet") : BASE.index("Kommunestyregruppa")]
    added = changed(("- Lederne", "- Bøker dekkes.\n- Lederne"))

    assert only_conflict(merged(changed((items, "")), added)).old_numbers == (3, 4, 5)


def test_a_paragraph_that_one_moves_and_another_changes_is_both() -> None:
    last = "Kommunestyregruppa legger fram saken så snart den er klar."
    moves = f"{last}\n\n" + BASE.removesuffix(f"\n\n{last}")
    result = merged(moves, changed(("så snart den er klar", "innen 1. juni")))

    assert result.text == moves.replace("så snart den er klar", "innen 1. juni")
    assert ("added", "innen 1. juni", ("A2",)) in traces(result)


def test_two_that_move_a_paragraph_to_different_places_are_a_conflict() -> None:
    last = "Kommunestyregruppa legger fram saken så snart den er klar."
    rest = BASE.removesuffix(f"\n\n{last}")
    result = merged(f"{last}\n\n{rest}", rest.replace("## Vilkår", f"{last}\n\n## Vilkår"))

    assert [choice.by for choice in only_conflict(result).choices] == [(), ("A1",), ("A2",)]


def test_a_full_alternative_conflicts_with_whatever_else_carried() -> None:
    whole = Edit("A1", "Saken utsettes til neste årsmøte.", is_whole=True)
    other = Edit("A2", changed(("i 2019", "i 2020")))
    conflict = only_conflict(merge(BASE, [whole, other]))

    assert merge(BASE, [whole]).text == "Saken utsettes til neste årsmøte."
    assert [choice.text for choice in conflict.choices] == [BASE, whole.text, other.text]


def test_an_amendment_to_an_amendment_is_put_in_with_its_own_name() -> None:
    first = changed(("10 studenter", "inntil 8 studenter"))
    second = first.replace("inntil 8", "inntil 6")
    result = merge(BASE, [Edit("A2", second, on="A1"), Edit("A1", first)])

    assert result.text == second
    assert traces(result) == [
        ("removed", "10", ("A1",)),
        ("added", "inntil", ("A1",)),
        ("added", " 6", ("A2",)),
    ]


def test_an_amendment_falls_away_with_the_one_it_amends() -> None:
    result = merge(
        BASE, [Edit("A2", changed(("10", "6")), on="A1"), Edit("A3", changed(("i 2019", "i 2020")))]
    )

    assert (result.text, result.dropped) == (changed(("i 2019", "i 2020")), ("A2",))


def test_amendments_to_an_amendment_can_be_in_conflict_too() -> None:
    first = changed(("10 studenter", "8 studenter"))
    edits = [
        Edit("A1", first),
        Edit("A2", first.replace("8", "6"), on="A1"),
        Edit("A3", first.replace("8", "7"), on="A1"),
    ]
    conflict = only_conflict(merge(BASE, edits))
    solved = merge(BASE, edits, chosen={conflict.key: conflict.choices[1].text})

    assert (conflict.on, conflict.by) == ("A1", ("A2", "A3"))
    assert solved.text == changed(("10 studenter", "6 studenter"))


def test_an_amendment_that_changes_nothing_is_named_and_does_no_harm() -> None:
    result = merged(BASE + "\n\n", changed(("10", "5")))

    assert (result.idle, result.text) == (("A1",), changed(("10", "5")))


def test_who_conflicts_with_whom_is_known_before_the_vote() -> None:
    edits = [
        Edit("A1", changed(("10 studenter", "5 studenter"))),
        Edit("A2", changed(("10 studenter", "6 studenter"))),
        Edit("A3", changed(("i 2019", "i 2020"))),
        Edit("A4", changed(("10 studenter", "4 studenter")), on="A1"),
    ]
    (clash,) = list_clashes(BASE, edits)

    assert (clash.one, clash.other, clash.old_numbers) == ("A1", "A2", (1,))


def test_an_amendment_is_moved_to_a_newer_version_when_it_can_be() -> None:
    newer = changed(("i 2019", "i 2020"), ("## Vilkår", "## Vilkåra"))

    assert rebase(changed(("10 stud", "5 stud")), base=BASE, onto=newer).text == newer.replace(
        "10 stud", "5 stud"
    )


def test_an_amendment_to_words_that_are_gone_is_a_conflict_with_the_newer_version() -> None:
    result = rebase(changed(("10 stud", "5 stud")), base=BASE, onto=changed(("10 stud", "8 stud")))

    assert only_conflict(result).by == ("onto", "edit")


def test_a_key_that_is_unknown_chooses_nothing() -> None:
    five, six = changed(("10 studenter", "5 studenter")), changed(("10 studenter", "6 studenter"))

    assert merged(five, six, chosen={"0-0:A1": "Noe annet."}).text is None


def test_two_amendments_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="one id"):
        merge(BASE, [Edit("A1", BASE), Edit("A1", BASE)])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_each_amendment_alone_gives_its_own_text(data: st.DataObject) -> None:
    base = data.draw(generated)
    text = data.draw(edits_of(base))

    assert merge(base, [Edit("A1", text)]).text == tidy(text)
    assert merge(base, [Edit("A1", text, is_whole=True)]).text == tidy(text)
    assert rebase(text, base=base, onto=base).text == tidy(text)
    assert rebase(base, base=base, onto=text).text == tidy(text)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_order_in_which_amendments_are_given_does_not_matter(data: st.DataObject) -> None:
    base = data.draw(generated)
    texts = data.draw(st.lists(edits_of(base), min_size=2, max_size=3))
    edits = [Edit(f"A{number}", text) for number, text in enumerate(texts)]
    results = [merge(base, each) for each in itertools.permutations(edits)]

    assert all(result == results[0] for result in results)


def bag(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_nothing_is_lost_of_what_amendments_add_or_nobody_removes(data: st.DataObject) -> None:
    base = data.draw(generated)
    texts = data.draw(st.lists(edits_of(base), min_size=2, max_size=4))
    result = merge(base, [Edit(f"A{number}", text) for number, text in enumerate(texts)])
    shown = [part.paragraph.text for part in result.paragraphs if part.stands_in_new]
    shown += [choice.text for conflict in result.conflicts for choice in conflict.choices]
    said = Counter(re.findall(r"\w+", tidy(base)))  # of «ja ja», each may take one
    kept = {word for word in said if said[word] == 1}.intersection(*(bag(tidy(text)) for text in texts))

    for text in texts:
        assert bag(tidy(text)) - bag(tidy(base)) <= bag(" ".join(shown))
    assert kept <= bag(" ".join(shown))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_choice_for_every_conflict_gives_a_text(data: st.DataObject) -> None:
    base = data.draw(generated)
    texts = data.draw(st.lists(edits_of(base), min_size=2, max_size=4))
    edits = [Edit(f"A{number}", text, on="A0" if number == 3 else None) for number, text in enumerate(texts)]
    chosen: dict[str, str] = {}
    for _ in range(3):
        result = merge(base, edits, chosen=chosen)
        chosen |= {each.key: data.draw(st.sampled_from(each.choices)).text for each in result.conflicts}

    assert merge(base, edits, chosen=chosen).text is not None


def test_every_word_of_the_result_is_of_the_base_or_of_the_amendments_named_with_it() -> None:
    chance = random.Random(7)
    base = "\n\n".join(" ".join(f"ord{chance.randrange(400)}" for _ in range(30)) for _ in range(20))
    texts = {}
    for number in range(12):
        words = base.split(" ")
        for place in chance.sample(range(len(words)), 3):
            words[place] = f"nytt{number}x{place}" + ("\n\n" if "\n" in words[place] else "")
        texts[f"A{number}"] = " ".join(words)
    result = merge(base, [Edit(id, text) for id, text in texts.items()])
    added = [(text, by) for kind, text, by in traces(result) if kind == "added"]

    assert len(added) > 20
    for text, by in added:
        assert all(text.strip() in texts[id] for id in by)


def test_forty_amendments_to_fifty_paragraphs_are_put_together() -> None:
    chance = random.Random(40)
    base = "\n\n".join(" ".join(f"ord{number}x{place}" for place in range(40)) for number in range(50))
    places = chance.sample([(number, place) for number in range(50) for place in range(0, 40, 4)], 80)
    pairs = list(zip(places[::2], places[1::2], strict=True))
    texts = [
        changed(*((f"ord{number}x{place} ", f"nytt{number}x{place} ") for number, place in pair), base=base)
        for pair in pairs
    ]
    result = merged(*texts, base=base)

    assert result.text == changed(
        *((f"ord{number}x{place} ", f"nytt{number}x{place} ") for number, place in places), base=base
    )
    assert (
        len(paragraphs_of(base)) == sum(part.kind is not ChangeKind.ADDED for part in result.paragraphs) == 50
    )
