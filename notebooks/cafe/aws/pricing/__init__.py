"""What the account costs: what is held by the hour, what is counted, and the bill.

    aws.account.bill("2026-11")          # the month's lines, and their sum

Each service tells at any moment what of it is paid for: its `uses()`, a list of `Use`.
The meter reads them before the clock moves, for until then nothing has changed. Prices
are those of `data/prices.toml`.

Same as AWS
    what is paid for: an instance while it runs, one that is stopped only for its
    storage, one that is being made or deleted not at all; Multi-AZ twice; nodes, also
    those that were lost; units of requests, or units of capacity by the hour; storage
    by the hour, in GB-months; backups above the free amount; writes and copies in other
    Regions; copies between zones of one service for nothing.
Simplified
    to the minute, where AWS counts seconds, and ten minutes at the least; each Region
    at the prices of the table, which are mostly Ireland's; a snapshot is as large as
    the storage of its instance, and automated ones together as large as one of them
    (there, what is in them and what has changed); a commit is one write of
    Aurora's storage, and reads come from memory; a byte of Aurora is a MiB, and one of
    DynamoDB a KiB, as their rooms say; a bill is known at once (there, some hours
    later, and final after the month).
Left out
    taxes, credits and free plans, discounts of quantity, reserved instances and
    Savings Plans, traffic to the Internet and of clients between zones, the storage of
    documents and of graphs, ledgers, alarms, keys and secrets, and whatever has no
    price in the table: a bill names it as that.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/User_DBInstanceBilling.html
"""

from .bill import Bill, bounds, charges
from .meter import MINUTE, Meter, Use
from .prices import HOURS_OF_A_MONTH, Price, month, prices

__all__ = ["HOURS_OF_A_MONTH", "MINUTE", "Bill", "Meter", "Price", "Use"]
__all__ += ["bounds", "charges", "month", "prices"]
