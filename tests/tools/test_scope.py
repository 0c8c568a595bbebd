"""The course is the scope: what no lesson uses stands in next_steps.toml, or goes."""

from functools import cache

import pytest

from cafe.files import read_toml
from tools import scope

GROUPS = read_toml(scope.NEXT_STEPS)["group"]
LISTED = [name for group in GROUPS for name in group["names"]]


@cache
def unused():
    return set(scope.unused())


@cache
def offers():
    return {offer.name: offer for offer in scope.offers()}


@pytest.mark.slow
def test_what_the_course_does_not_use_has_a_reason_to_be_there():
    missing = [
        name
        for name in sorted(unused())
        if not any(scope.covers(entry, name) for entry in LISTED)
    ]
    assert missing == [], (
        "Nothing in the course uses this. Drop it with its tests, or give it to a "
        "group of tests/tools/next_steps.toml, which says why a learner will try it."
    )


@pytest.mark.slow
def test_a_next_step_is_there_and_not_yet_taken():
    gone = [
        entry
        for entry in LISTED
        if not any(scope.covers(entry, name) for name in unused())
    ]
    assert gone == [], (
        "This is used by now, or is no more: take it out of next_steps.toml."
    )


def test_a_next_step_stands_once_and_has_its_reason():
    assert len(LISTED) == len(set(LISTED))
    for group in GROUPS:
        assert group["reason"].endswith("."), group
        assert group["names"] == sorted(group["names"]), group["reason"]


def test_a_star_in_an_entry_is_one_part():
    assert scope.covers("dynamodb.*.ReturnValues", "dynamodb.put_item.ReturnValues")
    assert not scope.covers("dynamodb.*.ReturnValues", "dynamodb.put_item.Item")
    assert not scope.covers("redis.*", "redis.Redis.get")


# -- how a use is found ---------------------------------------------------------------


@pytest.mark.slow
def test_an_exercise_uses_the_driver_of_the_stage_that_it_is_tried_on():
    by_exercises = [code for code in scope.course() if code.stages]
    assert by_exercises
    told = offers()["pymongo.Collection.index_information"]
    assert any(scope.is_used(told, code) for code in by_exercises)


def uses(text, name):
    """Whether a text of Python uses the offer of a name."""
    code = scope.Code()
    code.read(text)
    return scope.is_used(offers()[name], code)


RDS = 'rds = aws.client("rds")\n'


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (RDS + "rds.create_db_instance()", "rds.create_db_instance"),
        (
            RDS + "rds.create_db_instance(MultiAZ=True)",
            "rds.create_db_instance.MultiAZ",
        ),
        (
            RDS + 'asked = {"MultiAZ": True}\nrds.create_db_instance(**asked)',
            "rds.create_db_instance.MultiAZ",
        ),
        (
            RDS
            + 'asked = {}\nasked["MultiAZ"] = True\nrds.create_db_instance(**asked)',
            "rds.create_db_instance.MultiAZ",
        ),
        ("import redis\ncache.set(1, 2, 60)", "redis.Redis.set.ex"),
        ("import redis\ncache.set(1, 2, ex=60)", "redis.Redis.set.ex"),
        ('orders.aggregate([{"$match": {"n": {"$gt": 1}}}])', "documents.query.$gt"),
        ('steps.append({"$limit": 3})', "documents.stage.$limit"),
        ('Wrong("import redis\\ncache.get(1)")', "redis.Redis.get"),
        ('dynamodb.Table("t").delete()', "dynamodb.delete_table"),
    ],
)
def test_a_use_is_found(text, name):
    assert uses(text, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("create_db_instance", "rds.create_db_instance"),
        (RDS + 'rds.create_db_instance("MultiAZ")', "rds.create_db_instance.MultiAZ"),
        (
            RDS + 'rds.x(MultiAZ=True), print("create_db_instance")',
            "rds.create_db_instance.MultiAZ",
        ),
        (
            'dax = aws.client("dax")\ndax.start_backup_job(), "backup"',
            "backup.start_backup_job",
        ),
        ("import redis\ncache.set(1, 2, px=60)", "redis.Redis.set.ex"),
        ("box.get(1)", "redis.Redis.get"),
        ("import redis\n{}.keys()", "redis.Redis.keys"),
        (
            'orders.aggregate([{"$match": {"n": {"$max": 1}}}])',
            "documents.accumulator.$max",
        ),
        ('orders.find({"n": {"$max": 1}})', "documents.accumulator.$max"),
    ],
)
def test_what_is_no_use_is_not_taken_for_one(text, name):
    assert not uses(text, name)
