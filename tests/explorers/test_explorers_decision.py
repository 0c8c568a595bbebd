"""The decision explorer and the case cards: a reason for all, and no contradiction."""

import itertools
import json
from functools import cache

import pytest

from cafe.course.facts import read as facts
from cafe.explorers import case_cards, decision
from cafe.explorers.case_cards import Tries
from cafe.explorers.decision import COLUMN, NAMES, load
from cafe.files import DATA, read_toml
from cafe.lessons.smallest_bill import smallest
from cafe.selfcheck.case_cards import KeptTries
from cafe.selfcheck.progress import Progress
from fixtures.pictures import check_picture, controls, drawn, written

DECISION = load()
CARDS = case_cards()


def combinations():
    keys = [question.key for question in DECISION.questions]
    for answers in itertools.product(*(q.answers for q in DECISION.questions)):
        yield dict(zip(keys, answers, strict=True))


@cache
def every():
    """All answers that one can give, each with its decision."""
    return [(answers, DECISION.decide(**answers)) for answers in combinations()]


def where(**answers):
    """The decisions under these answers, whatever the others are."""
    return [found for given, found in every() if answers.items() <= given.items()]


def firsts(**answers):
    return {found.first.key for found in where(**answers)}


# --- the rules -------------------------------------------------------------------


def test_every_combination_leads_to_a_service_that_has_a_reason():
    for answers, found in every():
        assert found.first.say("for"), answers
        assert not found.first.say("out"), answers


def test_whatever_is_ruled_out_or_comes_later_hears_why():
    for answers, found in every():
        later = [*found.left[1:], *found.ruled_out]
        assert len(later) == len(DECISION.services) - 1
        assert all(found.behind(each).endswith((".", "]")) for each in later), answers
        assert not any(found.behind(each).endswith("decides.") for each in later), (
            answers
        )


def test_no_answer_speaks_for_and_against_one_service():
    for answers, found in every():
        for each in [*found.left, *found.ruled_out]:
            for question in DECISION.questions:
                said = {r.says for r in each.rules if r.question == question.key}
                assert len(said - {"beside"}) <= 1, (answers, each.key, question.key)


def test_every_service_is_the_right_one_for_somebody():
    assert firsts() == set(DECISION.services)


def test_the_first_question_that_tells_two_services_apart_decides():
    found = DECISION.decide(shape="documents", scale="modest")
    aurora = next(each for each in found.left if each.key == "aurora")
    assert found.first.key == "documentdb"
    assert found.decided_by(aurora).key == "shape"
    assert "columns that stay empty" in found.behind(aurora)


def test_unknown_questions_rule_dynamodb_out():
    for found in where(known="no"):
        assert "dynamodb" in [each.key for each in found.ruled_out]


def test_the_newest_service_needs_several_regions_or_many_writes():
    for answers, found in every():
        if found.first.key == "dsql":
            assert answers["regions"] == "several" or answers["scale"] == "writes"


def test_one_speed_leads_to_many_services():
    for speed in ("modest", "reads", "writes", "memory"):
        assert len(firsts(scale=speed, runs="aws")) >= 5


def test_no_service_does_it_all():
    assert not set.intersection(
        *(
            firsts(shape=shape, regions="one", runs="aws", durable="no", known="yes")
            for shape in DECISION.questions[0].answers
        )
    )


def test_four_questions_alone_can_put_another_service_before_rds():
    """As lesson 09 says; the other answers are the small shop's."""
    moving = [
        question.key
        for question in DECISION.questions
        if any(
            DECISION.decide(**{question.key: answer}).first.key != "rds"
            for answer in question.answers
        )
    ]
    assert moving == ["shape", "scale", "regions", "runs"]


def test_what_must_not_be_lost_is_never_left_to_a_cache():
    assert firsts(durable="yes").isdisjoint({"elasticache", "dax"})


def test_who_needs_the_operating_system_runs_it_on_ec2():
    assert firsts(runs="us") == {"ec2"}
    assert "ec2" not in firsts(runs="aws")


def test_no_service_with_one_writing_region_is_chosen_for_several():
    one_writer = {"rds", "aurora", "documentdb", "neptune"}
    assert firsts(regions="several").isdisjoint(one_writer)


def test_a_durable_database_is_never_without_a_backup_beside_it():
    for found in where(durable="yes"):
        assert any("backup" in each.why.lower() for each in found.beside())


def test_the_table_names_only_what_it_declares():
    known = {question.key: set(question.answers) for question in DECISION.questions}
    for rule in [*DECISION.rules, *DECISION.beside]:
        assert set(rule.services) <= set(DECISION.services)
        assert all(value in known[key] for key, value in rule.when.items())
        assert set(rule.facts) <= set(facts())
        assert rule.why[-1] == "."
    assert {rule.says for rule in DECISION.rules} == {"for", "against", "out"}
    held = {
        id(rule)
        for _, found in every()
        for each in [*found.left, *found.ruled_out]
        for rule in each.rules
    }
    assert [rule.why for rule in DECISION.rules if id(rule) not in held] == []


def test_an_unknown_answer_says_what_there_is():
    with pytest.raises(ValueError, match="expected one of rows, items"):
        decision(shape="heap")
    with pytest.raises(ValueError, match="expected one of shape, known"):
        decision(size="large")


# --- the panel -------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("maker", [decision, case_cards])
def test_every_picture_is_well_formed_and_its_words_are_the_repr(maker):
    explorer = maker()
    for control in controls(explorer):
        for value in getattr(control, "options", [None]):
            explorer.set(control.name, value)
            check_picture(explorer)


def test_a_mark_in_the_picture_stands_for_a_rule_in_the_words():
    explorer = decision()
    words = written(explorer)
    assert words.count("✕ out") >= len(explorer.decision.ruled_out)
    assert repr(explorer).count("For it:") == words.split("2. ")[0].count("✓ for")


def test_a_changed_answer_says_what_is_taken_now():
    explorer = decision()
    explorer.set("scale", "reads")
    assert explorer.status == "Take Amazon Aurora."
    explorer.set("known", "no")
    assert explorer.status == "Still Amazon Aurora."


def outside(explorer):
    """The names of the controls that stand beside the picture."""
    return [each.name for each in controls(explorer) if not each.within]


def test_one_question_is_asked_at_a_time_and_each_head_asks_its_own():
    explorer = decision()
    assert outside(explorer) == ["shape"]
    heads = drawn(explorer).findall(".//*[@data-control='asked']")
    assert len(heads) == len(DECISION.questions)
    for head, question in zip(heads, DECISION.questions, strict=True):
        explorer.set("asked", json.loads(head.get("data-value")))
        assert outside(explorer) == [question.key]
        assert question.ask in explorer.status
    explorer.set("scale", "writes")
    assert outside(explorer) == ["scale"]


def test_one_word_brings_the_first_answers_back_once_others_were_given():
    explorer = decision(shape="documents")
    first = repr(explorer)
    back = ".//*[@data-control='anew']"
    assert drawn(explorer).find(back) is None
    explorer.set("known", "no")
    explorer.set("scale", "memory")
    assert drawn(explorer).find(back) is not None
    explorer.press("anew")
    assert repr(explorer) == first
    assert drawn(explorer).find(back) is None


def test_each_service_behind_the_first_has_a_frame_at_the_question_that_decides():
    for answers in ({}, {"shape": "items"}, {"scale": "writes", "known": "no"}):
        explorer = decision(**answers)
        columns = [question.key for question in DECISION.questions]
        rows = {row.get("data-key"): row for row in drawn(explorer).iter()}
        for each in explorer.decision.left:
            decides = explorer.decision.decided_by(each)
            frames = rows[each.key].findall("*[@class='cafe-ex-frame']")
            places = [(float(f.get("x")) - NAMES) // COLUMN for f in frames]
            assert places == ([columns.index(decides.key)] if decides else [])
        for each in explorer.decision.ruled_out:
            assert not rows[each.key].findall("*[@class='cafe-ex-frame']")


def test_a_mark_that_is_pressed_gives_the_reasons_of_its_rules():
    explorer = decision(shape="items", known="no")
    marks = drawn(explorer).findall(".//*[@data-control='mark']")
    assert marks
    for mark in marks:
        service, question = json.loads(mark.get("data-value")).split()
        explorer.set("mark", f"{service} {question}")
        candidates = [*explorer.decision.left, *explorer.decision.ruled_out]
        pressed = next(each for each in candidates if each.key == service)
        rules = [
            rule
            for rule in pressed.say(pressed.at(question))
            if rule.question == question
        ]
        assert rules
        assert all(rule.sentence in explorer.status for rule in rules)
        assert explorer.status.split()[-1] in written(explorer)


def test_a_reason_that_was_read_goes_when_an_answer_changes():
    explorer = decision()
    explorer.set("mark", "dynamodb shape")
    assert "follow each reference itself" in explorer.status
    explorer.set("shape", "items")
    assert explorer.mark == ""
    assert "Press a question" in written(explorer)


# --- the case cards --------------------------------------------------------------


def test_there_are_fourteen_cards_and_the_rules_agree_with_each():
    assert len(CARDS.cards) == 14
    for card in CARDS.cards:
        if card.service in CARDS.tools:
            assert card.other and not card.answers
        else:
            assert DECISION.decide(**card.answers).first.key == card.service, card.title


def test_every_wrong_choice_hears_a_reason_of_its_own():
    for card in CARDS.cards:
        assert card.wrong in CARDS.names and card.wrong != card.service
        for service in CARDS.names:
            reply = CARDS.reply(card, service)
            assert reply.startswith("Right" if service == card.service else "Not ")
            assert not reply.endswith("decides.")


def test_the_best_wrong_choice_hears_the_cards_own_words():
    for card in CARDS.cards:
        assert card.why_not in CARDS.reply(card, card.wrong)


def test_a_card_cites_facts_that_exist():
    for card in CARDS.cards:
        assert card.facts and set(card.facts) <= set(facts())


def test_the_closed_service_is_on_no_card_and_in_no_rule():
    for name in ("cases.toml", "decision.toml"):
        assert read_toml(name)
        assert "blockchain" not in (DATA / name).read_text(encoding="utf-8").lower()


def choose(cards, service):
    cards.set("service", service)
    cards.press("choose")


def test_a_wrong_try_does_not_name_the_service_that_fits():
    cards = case_cards()
    for card in cards.cards:
        fits = cards.names[card.service]
        for service in cards.names.keys() - {card.service}:
            _, why = cards.reply(card, service).split(". ", 1)
            assert fits not in why, (card.title, service)


def test_nothing_counts_before_choose_is_pressed():
    tries = Tries()
    cards = case_cards(tries)
    cards.press("choose")
    assert cards.status == "Pick a service first, then press Choose."
    for service in cards.names:  # as the arrow keys do
        cards.set("service", service)
        assert cards.status == f"{cards.names[service]}: press Choose to answer."
        assert cards.controls()[1][0].value == service
    cards.press("next")
    assert cards.controls()[1][0].value == ""
    cards.press("choose")
    assert "14 open" in repr(cards)
    assert not any(tries.at(card.title) for card in cards.cards)


def test_the_same_choice_once_more_is_no_other_try():
    tries = Tries()
    cards = case_cards(tries)
    choose(cards, "dsql")
    choose(cards, "dsql")
    cards.press("choose")
    assert cards.status.startswith("Not Amazon Aurora DSQL.")
    assert tries.at(cards.card.title) == ["dsql"]


def test_the_first_try_counts_and_a_later_one_is_told_apart():
    cards = case_cards()
    choose(cards, "dsql")
    assert "It is newer" in cards.status
    choose(cards, "rds")
    assert cards.status.startswith("Right, Amazon RDS.")
    cards.press("next")
    choose(cards, "aurora")
    assert "1 of 14 right at the first try, 1 later, 0 not yet, 12 open." in repr(cards)
    cards.press("next")
    choose(cards, "dax")
    assert "1 of 14 right at the first try, 1 later, 1 not yet, 11 open." in repr(cards)
    cards.set("card", "1")
    assert "Card 1 of 14" in repr(cards)


def test_each_card_of_the_picture_is_pressed_and_comes_onto_the_table():
    cards = case_cards()
    for number, card in enumerate(cards.cards, 1):
        tile = f"Card {number}, {card.title}: "
        parts = drawn(cards).findall(".//*[@data-control='card']")
        found = [part for part in parts if part.get("aria-label").startswith(tile)]
        cards.set("card", json.loads(found[0].get("data-value")))
        assert cards.card == card
        assert cards.status == f"Card {number}: {card.title}."


def test_a_case_is_read_above_its_answers():
    cards = case_cards()
    assert cards.below  # the controls stand under the picture of all cards
    for card in cards.cards:
        service = cards.controls()[1][0]
        assert (service.label, service.note) == (card.title, card.scene)
        cards.press("next")


def test_the_choices_are_there_again_after_a_restart(tmp_path):
    file = tmp_path / "progress.json"
    cards = case_cards(KeptTries(Progress(file)))
    choose(cards, "dsql")
    choose(cards, "rds")
    again = case_cards(KeptTries(Progress(file)))
    assert "Right, Amazon RDS." in repr(again)
    assert "0 of 14 right at the first try, 1 later, 0 not yet, 13 open." in repr(again)


def test_a_choice_that_is_offered_no_more_is_said_and_raises_nothing():
    tries = Tries()
    for card in CARDS.cards:
        tries.note(card.title, "simpledb", False)
    cards = case_cards(tries)
    assert "Not simpledb. It is no longer among the choices." in repr(cards)
    assert "14 not yet" in repr(cards)
    assert cards.controls()[1][0].value == ""


def test_the_cards_say_that_a_choice_cannot_be_kept(tmp_path):
    cards = case_cards(KeptTries(Progress(tmp_path / "none" / "progress.json")))
    assert "Progress cannot be kept" not in repr(cards)
    choose(cards, "rds")
    assert "Progress cannot be kept in progress.json" in cards.status
    assert "Progress cannot be kept in progress.json" in repr(cards)


@pytest.mark.parametrize("value", [["rows"], {}, None, 5])
def test_an_answer_of_another_type_is_refused_with_those_there_are(value):
    with pytest.raises(ValueError, match="expected one of rows, items"):
        decision(shape=value)


def test_after_the_last_card_comes_the_first():
    cards = case_cards()
    cards.set("card", "14")
    assert "Card 14 of 14" in repr(cards)
    cards.press("next")
    assert "Card 1 of 14" in repr(cards)


def test_the_advice_comes_with_the_bill_of_the_smallest_that_stands_a_cut():
    """By hand: two db.t4g.micro for 730 hours, and 20 GB in each of two zones."""
    by_hand = 2 * 730 * 0.017 + 40 * 0.127
    said = f"db.t4g.micro with a standby, 20 GB, about {by_hand:.2f} US dollars a month"
    assert said in repr(decision())
    assert said in decision().picture().svg


@pytest.mark.parametrize("service", [*DECISION.services])
def test_each_service_has_a_bill_or_none_in_the_table(service):
    found = smallest(service)
    assert (found is None) == (service in ("dsql", "memorydb", "ec2"))
    assert found is None or found[1] > 0
