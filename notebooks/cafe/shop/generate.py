"""The shop's data, made from one seed: the same tables on every machine."""

import unicodedata
from pathlib import Path

from ..files import DATA
from . import beans, fraud_ring

# ---------------------------------------------------------------- what is on sale

_SIZES = {  # size: (added to the small price, share of the product's sales)
    "small": (0.00, 0.25),
    "medium": (0.50, 0.45),
    "large": (0.90, 0.30),
    "one size": (0.00, 1.00),
}
_DRINK = ("small", "medium", "large")
_ESPRESSO = ("small", "medium")
_ONE = ("one size",)

_MENU = [  # (name, category, sizes, smallest price), from most to least popular
    ("Flat white", "coffee", _DRINK, 3.20),
    ("Cappuccino", "coffee", _DRINK, 3.20),
    ("Latte", "coffee", _DRINK, 3.40),
    ("Butter croissant", "bakery", _ONE, 2.60),
    ("Americano", "coffee", _DRINK, 2.80),
    ("Iced latte", "iced", _DRINK, 3.70),
    ("Espresso", "coffee", _ESPRESSO, 2.20),
    ("Cold brew", "iced", _DRINK, 3.60),
    ("Pain au chocolat", "bakery", _ONE, 2.90),
    ("Breakfast tea", "tea", _DRINK, 2.40),
    ("Filter coffee", "coffee", _DRINK, 2.60),
    ("Cinnamon bun", "bakery", _ONE, 3.10),
    ("Hot chocolate", "chocolate", _DRINK, 3.50),
    ("Blueberry muffin", "bakery", _ONE, 2.90),
    ("Oat flat white", "coffee", _DRINK, 3.60),
    ("Iced americano", "iced", _DRINK, 3.20),
    ("Ham and cheese toastie", "lunch", _ONE, 6.20),
    ("Mocha", "coffee", _DRINK, 3.80),
    ("Cortado", "coffee", _ESPRESSO, 2.90),
    ("Chai latte", "tea", _DRINK, 3.60),
    ("Banana bread", "bakery", _ONE, 3.00),
    ("Iced lemon tea", "iced", _DRINK, 3.10),
    ("Tomato soup", "lunch", _ONE, 5.80),
    ("Green tea", "tea", _DRINK, 2.50),
    ("Almond croissant", "bakery", _ONE, 3.30),
    ("Falafel wrap", "lunch", _ONE, 6.90),
    ("Orange juice", "cold", _ESPRESSO, 3.40),
    ("Macchiato", "coffee", _ESPRESSO, 2.60),
    ("Peppermint tea", "tea", _DRINK, 2.50),
    ("Carrot cake", "bakery", _ONE, 4.20),
    ("Sparkling water", "cold", _ONE, 2.00),
    ("Goat's cheese salad", "lunch", _ONE, 7.90),
    ("House blend beans 250 g", "beans", _ONE, 9.50),
    ("Iced matcha", "iced", _DRINK, 4.20),
    ("Scone with jam", "bakery", _ONE, 3.20),
    ("Ethiopia beans 250 g", "beans", _ONE, 12.50),
    ("House blend beans 1 kg", "beans", _ONE, 32.00),
    ("Beetroot latte", "tea", _DRINK, 3.90),
    ("Decaf beans 250 g", "beans", _ONE, 10.50),
    ("Home barista set", "equipment", _ONE, 89.00),
]
_NEVER_SOLD = {"Beetroot latte", "Decaf beans 250 g", "Home barista set"}

# How many times as often each month sells an iced drink, January first.
_ICED = (0.2, 0.25, 0.4, 0.7, 1.2, 2.2, 2.8, 2.6, 1.4, 0.6, 0.3, 0.2)

# ------------------------------------------------------------------ where and when

_CITIES = {  # city: shops there, in the order in which the chain reached them
    "Dublin": 8,
    "Cork": 4,
    "Galway": 3,
    "Lisbon": 4,
    "Porto": 2,
    "Madrid": 4,
    "Paris": 4,
    "Lyon": 2,
    "Berlin": 4,
    "Vienna": 2,
    "Amsterdam": 2,
    "Helsinki": 1,
}
_PLACES = (
    "Station",
    "Market",
    "Harbour",
    "University",
    "Old Town",
    "Riverside",
    "Park",
    "Library",
)

_FIRST_DAY, _LAST_DAY = "2025-11-01", "2026-10-31"
_CLOSED = ("2025-12-25", "2026-01-01")
_WEEK = (1.0, 1.0, 1.05, 1.05, 1.15, 1.2, 0.85)  # Monday to Sunday
_MONTHS = (0.9, 0.95, 1.0, 1.0, 1.05, 1.0, 0.95, 0.85, 1.05, 1.1, 1.0, 1.1)
_FIRST_HOUR = 6
_WORKDAY = (3, 13, 17, 9, 5, 5, 6, 6, 4, 4, 3, 3, 2, 1)  # 06:00 to 19:00, each hour
_WEEKEND = (0, 2, 5, 9, 13, 12, 9, 8, 8, 7, 5, 4, 2, 1)

# ------------------------------------------------------------------------- who

_FIRST_NAMES = """
Aoife Ciarán Niamh Oisín Saoirse Cian Maeve Declan Sinéad Eoin Róisín Fionn Gráinne
Tiago Inês João Beatriz Rui Lúcia Álvaro Núria Iker Carmen Mateo Pilar Camille Hugo
Léa Théo Manon Bastien Zoé Jürgen Lena Matthias Anja Felix Käthe Emre Elif Defne
Sanne Daan Femke Joris Aino Eero Helmi Väinö Ilse Lukas Zuzana Tomáš Agnieszka Piotr
Kasia Ioana Radu Ilinca Amara Chidi Ngozi Kwame Abena Thandi Sipho Yusuf Leila Omar
Noor Samir Farah Priya Arjun Anjali Vikram Mei Jun Xin Haruto Yui Minh Linh Thu
Siosaia Tane Aroha Catalina Joaquín Valentina Ximena Olena Taras Daria Nino Giorgi
""".split()
_LAST_NAMES = """
Byrne O'Brien Murphy Gallagher Keane O'Sullivan Doyle Nolan Hennessy Quinlan Silva
Ferreira Gonçalves Araújo Mendes García Núñez Ibáñez Serrano Castaño Dubois Lefèvre
Moreau Girard Fabre Schäfer Köhler Brandt Vogel Yıldız Demir Aydin Jansen Bakker
Visser Korhonen Mäkinen Niemi Gruber Steiner Nováková Dvořák Nowak Zielińska Wójcik
Popescu Ionescu Okafor Adeyemi Mensah Boateng Dlamini Nkosi Haddad Mansour Rahman
Aziz Sharma Iyer Kapoor Chen Zhao Huang Tanaka Mori Nguyen Tran Pham Fonua Parata
Rojas Fuentes Shevchenko Bondar Kapanadze Lindqvist Aalto Costa Duarte Teixeira
""".split()
_NEVER_ORDERED = 0.05  # share of members who signed up and never came
_WALK_INS = 0.14  # before adding those who join later in the year


def generate(seed=2026, scale=1):
    """Return the ten tables as a dict of DataFrames, the same for the same seed.

    `scale` multiplies customers (1,000), orders (20,000) and friendships; shops,
    products and prices stay as they are.
    """
    import numpy as np

    if scale < 1 or scale != int(scale):
        raise ValueError(f"scale must be a whole number from 1 up, not {scale!r}.")
    rng = np.random.default_rng(seed)
    tables = {"shops": _shops(rng), **_catalogue()}
    tables["customers"] = _customers(rng, 1000 * int(scale), tables["shops"])
    tables["orders"] = _orders(rng, 20_000 * int(scale), tables)
    tables["order_lines"] = _order_lines(rng, tables)
    tables["loyalty"] = _loyalty(tables)
    tables["friendships"] = _friendships(rng, tables["customers"])
    tables["used"] = fraud_ring.used(rng, tables["customers"], tables["friendships"])
    tables["beans"] = beans.beans()
    return tables


def write(folder=DATA):
    """Write the tables as CSV files, one for each, into `folder`."""
    for name, table in generate().items():
        table.to_csv(
            Path(folder) / f"{name}.csv",
            index=False,
            encoding="utf-8",
            lineterminator="\n",
            float_format="%.2f",
            date_format="%Y-%m-%dT%H:%M:%S" if name == "orders" else "%Y-%m-%d",
        )


# ------------------------------------------------------------------ the generator
# Only rng.random() is drawn from, since numpy promises that stream alone to stay.


def _draw(rng, weights, n):
    """Return n positions in `weights`, each as often as its weight says."""
    import numpy as np

    steps = np.cumsum(weights)
    found = np.searchsorted(steps, rng.random(n) * steps[-1], side="right")
    return np.minimum(found, len(steps) - 1)


def _dates_between(rng, first, last):
    """Return for each day of `first` one from it to `last`, both included."""
    days = (last - first).astype(int) + 1
    return first + (rng.random(len(days)) * days).astype(int)


def _day(text):
    import numpy as np

    return np.datetime64(text, "D")


def _shops(rng):
    import numpy as np
    import pandas as pd

    sites = [(city, place) for city, n in _CITIES.items() for place in _PLACES[:n]]
    first, last = np.full(len(sites), _day("2014-03-01")), _day("2024-09-30")
    opened = np.sort(_dates_between(rng, first, last))
    return pd.DataFrame(
        {
            "shop_id": np.arange(1, len(sites) + 1),
            "name": [" ".join(site) for site in sites],
            "city": [city for city, _ in sites],
            "opened_on": opened.astype("datetime64[us]"),
        }
    )


def _catalogue():
    import pandas as pd

    products = pd.DataFrame(
        [(i, name, category) for i, (name, category, *_) in enumerate(_MENU, 1)],
        columns=["product_id", "name", "category"],
    )
    prices = pd.DataFrame(
        [
            (i, size, round(small + _SIZES[size][0], 2))
            for i, (_, _, sizes, small) in enumerate(_MENU, 1)
            for size in sizes
        ],
        columns=["product_id", "size", "price"],
    )
    return {"products": products, "prices": prices}


def _customers(rng, n, shops):
    import numpy as np
    import pandas as pd

    home = _draw(rng, _footfall(len(shops)), n)
    opened = shops["opened_on"].to_numpy().astype("datetime64[D]")[home]
    first = np.maximum(opened, _day("2021-01-01"))
    joined = _dates_between(rng, first, _day("2026-10-24"))
    order = np.argsort(joined, kind="stable")  # numbers are given out as people join

    pairs = len(_FIRST_NAMES) * len(_LAST_NAMES)
    picked = np.argsort(rng.random(pairs), kind="stable")[np.arange(n) % pairs]
    picked[n // 2] = picked[n // 5]  # two people with one name
    firsts = [_FIRST_NAMES[i] for i in picked % len(_FIRST_NAMES)]
    lasts = [_LAST_NAMES[i] for i in picked // len(_FIRST_NAMES)]
    return pd.DataFrame(
        {
            "customer_id": np.arange(1, n + 1),
            "name": [f"{first} {last}" for first, last in zip(firsts, lasts)],
            "email": [
                f"{_plain(first)}.{_plain(last)}{number}@example.com"
                for number, (first, last) in enumerate(zip(firsts, lasts), 1)
            ],
            "home_shop_id": home[order] + 1,
            "joined_on": joined[order].astype("datetime64[us]"),
        }
    )


def _plain(name):
    """Return a name in small ASCII letters, as an e-mail address has it."""
    letters = unicodedata.normalize("NFKD", name.replace("ı", "i"))
    return "".join(c for c in letters if c.isascii() and c.isalpha()).lower()


def _footfall(n):
    """Return how busy each of n shops is: the older, the busier."""
    import numpy as np

    return 1 / np.sqrt(np.arange(1, n + 1))


def _orders(rng, n, tables):
    import numpy as np
    import pandas as pd

    customers, shops = tables["customers"], tables["shops"]
    at = np.sort(_moments(rng, n))
    who = _draw(rng, _appetites(rng, len(customers)), n)
    joined = customers["joined_on"].to_numpy()[who]
    walk_in = (rng.random(n) < _WALK_INS) | (joined > at)

    home = customers["home_shop_id"].to_numpy()[who]
    elsewhere = _draw(rng, _footfall(len(shops)), n) + 1
    at_home = ~walk_in & (rng.random(n) < 0.85)
    channel = np.where(walk_in, 0, _draw(rng, (0.55, 0.35, 0.10), n))
    return pd.DataFrame(
        {
            "order_id": np.arange(1, n + 1),
            "customer_id": pd.arrays.IntegerArray(who + 1, walk_in),
            "shop_id": np.where(at_home, home, elsewhere),
            "ordered_at": at.astype("datetime64[us]"),
            "channel": pd.Series(["till", "app", "web"])[channel].to_numpy(),
        }
    )


def _appetites(rng, n):
    """Return how often each customer orders: a few daily, most monthly, some never."""
    import numpy as np

    appetite = 1 / (rng.random(n) + 0.02) ** 0.8
    return np.where(rng.random(n) < _NEVER_ORDERED, 0, appetite)


def _moments(rng, n):
    """Return n moments of the year, to the second, as busy hours and days have them."""
    import numpy as np

    days = np.arange(_day(_FIRST_DAY), _day(_LAST_DAY) + 1)
    weekday = (days.astype(int) + 3) % 7  # 1970-01-01 was a Thursday
    month = days.astype("datetime64[M]").astype(int) % 12
    busy = np.take(_WEEK, weekday) * np.take(_MONTHS, month)
    busy[np.isin(days, [_day(day) for day in _CLOSED])] = 0
    day = _draw(rng, busy, n)
    hour = np.where(weekday[day] < 5, _draw(rng, _WORKDAY, n), _draw(rng, _WEEKEND, n))
    second = (rng.random(n) * 3600).astype(int)
    return days[day].astype("datetime64[s]") + (_FIRST_HOUR + hour) * 3600 + second


def _order_lines(rng, tables):
    import numpy as np
    import pandas as pd

    orders, prices = tables["orders"], tables["prices"]
    count = 1 + _draw(rng, (0.48, 0.33, 0.14, 0.05), len(orders))
    order = np.repeat(np.arange(len(orders)), count)
    first_line = np.repeat(np.cumsum(count) - count, count)
    choice = _choices(rng, orders["ordered_at"].dt.month.to_numpy()[order], prices)
    return pd.DataFrame(
        {
            "order_id": order + 1,
            "line_no": np.arange(len(order)) - first_line + 1,
            "product_id": prices["product_id"].to_numpy()[choice],
            "size": prices["size"].take(choice).array,
            "quantity": 1 + _draw(rng, (0.88, 0.10, 0.02), len(order)),
            "unit_price": prices["price"].to_numpy()[choice],
        }
    )


def _choices(rng, month, prices):
    """Return the row of `prices` that each line buys, in the given month (1 to 12)."""
    import numpy as np

    rank = prices["product_id"].to_numpy()
    name, category, *_ = (np.array(column, object) for column in zip(*_MENU))
    share = np.array([_SIZES[size][1] for size in prices["size"]])
    liked = share / rank**0.9
    liked[np.isin(name[rank - 1], list(_NEVER_SOLD))] = 0
    iced = category[rank - 1] == "iced"

    chosen = np.empty(len(month), int)
    for number, factor in enumerate(_ICED, 1):
        lines = np.flatnonzero(month == number)
        chosen[lines] = _draw(rng, np.where(iced, liked * factor, liked), len(lines))
    return chosen


def _loyalty(tables):
    """Return one point for each whole euro that a member has spent."""
    import numpy as np
    import pandas as pd

    lines, orders = tables["order_lines"], tables["orders"]
    cents = lines["quantity"] * (lines["unit_price"] * 100).round().astype("int64")
    buyer = orders["customer_id"].fillna(0).to_numpy(int)[lines["order_id"] - 1]
    members = len(tables["customers"])
    spent = np.bincount(buyer, weights=cents, minlength=members + 1)[1:]
    return pd.DataFrame(
        {
            "customer_id": np.arange(1, members + 1),
            "points": (spent // 100).astype("int64"),
        }
    )


def _friendships(rng, customers):
    """Return who knows whom: mostly people of one shop, and a few far away.

    Everyone stands on a ring, shop by shop, and befriends a few who stand near; one
    tie in eight leads anywhere. That is what makes a small world.
    """
    import numpy as np
    import pandas as pd

    n = len(customers)
    ring = np.lexsort((rng.random(n), customers["home_shop_id"].to_numpy()))
    ties = (2.7 / (rng.random(n) + 0.12) - 1).astype(int)
    place = np.repeat(np.arange(n), ties)
    near = 1 + (rng.random(len(place)) ** 2 * 6).astype(int)
    far = (rng.random(len(place)) * n).astype(int)
    other = np.where(rng.random(len(place)) < 1 / 8, far, (place + near) % n)

    pairs = np.sort(np.column_stack([ring[place], ring[other]]), axis=1)
    pairs = np.unique(pairs[pairs[:, 0] < pairs[:, 1]], axis=0)
    joined = customers["joined_on"].to_numpy().astype("datetime64[D]")
    met = joined[pairs].max(axis=1)
    since = _dates_between(rng, met, _day(_LAST_DAY))
    return pd.DataFrame(
        {
            "customer_id": pairs[:, 0] + 1,
            "friend_id": pairs[:, 1] + 1,
            "since": since.astype("datetime64[us]"),
        }
    )
