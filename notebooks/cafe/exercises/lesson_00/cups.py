"""\
A cup of coffee costs 3 euros. Write `price(cups)`: it returns what so many cups
cost."""

from ..kinds import PythonExercise

exercise = PythonExercise(
    id="00.cups",
    objective="00.i",
    difficulty=1,
    learned="That is all there is to an exercise: from now on you know how.",
    prompt=__doc__,
    hints=(
        "Put your answer in place of the three dots. It begins with `return`.",
        "Two cups cost 2 * 3 euros. In Python, * multiplies.",
        "The whole line is: return cups * 3",
    ),
    cases=((1,), (2,), (10,), (0,), (27,), (140,)),
)


@exercise.right
def price(cups):
    return cups * 3


@exercise.right
def multiplies_the_other_way_round(cups):
    return 3 * cups


@exercise.right
def adds_cup_by_cup(cups):
    total = 0
    for cup in range(cups):
        total = total + 3
    return total


@exercise.right
def names_the_price_first(cups):
    euros_per_cup = 3
    result = cups * euros_per_cup
    return result


@exercise.right
def gives_a_number_with_a_point(cups):
    return cups * 3.0


@exercise.right
def sums_a_list(cups):
    return sum([3] * cups)


@exercise.right
def uses_decimals(cups):
    from decimal import Decimal

    return Decimal("3.00") * cups


@exercise.right
def uses_numpy(cups):
    import numpy as np

    return np.full(cups, 3).sum()


@exercise.right
def asks_whether_there_is_a_cup(cups):
    if cups == 0:
        return 0
    else:
        return price(cups - 1) + 3


@exercise.right
def declares_its_types_and_a_default(cups: int, each: int = 3) -> int:
    """What so many cups cost."""
    print("counting", cups)
    return cups * each


@exercise.wrong(
    "should give 6; it gave 3.", "That is one cup: multiply by the number of cups."
)
def costs_one_cup_only(cups):
    return 3


@exercise.wrong(
    "should give 3; it gave 1.", "That is the number of cups: multiply it by the price."
)
def counts_the_cups(cups):
    return cups


@exercise.wrong(
    "should give 3; it gave 4.",
    "That adds 3 euros once. Each cup costs 3 euros: multiply.",
)
def adds_instead_of_multiplying(cups):
    return cups + 3


@exercise.wrong(
    "should give 6; it gave 9.", "Two stars raise to a power; one star multiplies."
)
def raises_to_a_power(cups):
    return 3**cups


@exercise.wrong(
    "should give 3; it gave '3'", 'In quotes, "3" is text. Write 3 without them.'
)
def multiplies_by_a_text(cups):
    return cups * "3"


@exercise.wrong("it gave nothing back. It printed '3': use return instead of print.")
def prints_instead_of_returning(cups):
    print(cups * 3)


@exercise.wrong("should give 3; it gave '3 euros', a text.")
def writes_the_unit(cups):
    return f"{cups * 3} euros"


@exercise.wrong("it gave None. Does it end with return, and with a value after it?")
def forgets_to_return(cups):
    total = cups * 3


@exercise.wrong("should give 30; it gave 27.", "From ten cups on, nothing is cheaper.")
def gives_a_discount(cups):
    return cups * 3 if cups < 10 else cups * 2.7


@exercise.wrong("should give 0; it gave 3.", "No cup costs nothing.")
def charges_for_no_cup(cups):
    return max(cups, 1) * 3


@exercise.wrong("should give 3; it gave [3], a list.")
def gives_a_list(cups):
    return [3] * cups


@exercise.wrong("price should take (cups); yours takes ().")
def takes_nothing():
    return 3


@exercise.wrong("raised NameError: name 'coffees' is not defined\nLine 2: return coff")
def misspells_a_name(cups):
    return coffees * 3


@exercise.wrong("price(27) should give 81; it gave 80.")
def gives_a_cup_of_many_cheaper(cups):
    return cups * 3 - cups // 20
