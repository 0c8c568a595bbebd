"""The shop of lesson 05: pages in a database, and a cache before it."""

import re


class PageShop:
    """A database of pages that counts what is done to it, and an empty cache."""

    def __init__(self):
        from cafe.drivers import redis
        from cafe.lessons import made

        session = made.session()
        host, account = made.cache(session, "pages", "one node"), session.account
        self.cache = redis.Redis(host, decode_responses=True, account=account)
        self.clock = account.clock
        self.asked, self.written = [], []  # the numbers that reached the database
        self.pages = {1: "Flat white 3.20", 2: "Cappuccino 3.20"}

    def read_database(self, product_id):
        self.asked.append(product_id)
        return self.pages.get(product_id)

    def write_database(self, product_id, page):
        self.written.append(product_id)
        self.pages[product_id] = page

    def other_key(self):
        """What is said of a page under another key than page:1, or ""."""
        if self.cache.exists("page:{product_id}"):
            return (
                "The key in the cache is 'page:{product_id}', word for word: an f"
                ' before the quotation mark puts the number in, f"page:{product_id}".'
            )
        keys = self.cache.keys("*")
        others = [key for key in keys if not re.fullmatch(r"page:\d+", key)]
        if not others:
            return ""
        keys = ", ".join(map(repr, sorted(others)))
        return f"The cache holds {keys}; the key should be page:1."

    def no_text(self, key):
        """What is said of something else than a text under a key, or None."""
        kind = self.cache.type(key)
        try:
            if kind in ("none", "string"):
                self.cache.get(key)
                return None
        except UnicodeDecodeError:
            kind = "number of bytes that are no text"
        return (
            f"Under {key} the cache holds a {kind}. A page is a text: set(…) stores it"
            " as it is."
        )

    def wait(self, seconds):
        self.clock.advance(seconds=seconds)

    def lives(self, key):
        """What is wrong with how long a key lives, or None."""
        left = self.cache.ttl(key)
        if left == -2:
            return f"{key} is not in the cache any more."
        if left == -1:
            return (
                f"{key} is stored without a time to live: an old copy would be shown"
                " for ever. Give set(…) the argument ex=60."
            )
        if left != 60:
            return f"{key} should live for 60 seconds; it lives for {left}."
        return None
