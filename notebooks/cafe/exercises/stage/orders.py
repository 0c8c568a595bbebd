"""Orders of lesson 04's demonstration, and the notes that are added to two of them."""

from .tables import new_table

ORDER = {"user": "Maeve Chen", "product": "Latte", "quantity": 2}

# Two, for a number may stand in the code; and a quotation mark, for SQL may be pasted.
NOTES = {1003: "oat milk, in Maeve's cup", 1007: "no lid"}


def table_of_orders(first, last, **more):
    """A table `orders` of its own account, filled with orders first to last."""
    table = new_table("orders", ("order_number", "N"))
    with table.batch_writer() as batch:
        for number in range(first, last + 1):
            batch.put_item(Item={"order_number": number, **ORDER, **more})
    return table
