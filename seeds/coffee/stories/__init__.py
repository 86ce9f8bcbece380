"""What has happened at Kettle & Crumb in the last six weeks. `STORIES` holds all of it, a file for each kind of matter."""

from seeds.coffee.stories import abroad, brewing, orders, settled, shops, subscriptions, today, trouble, wholesale

STORIES = (
    *settled.STORIES,
    *orders.STORIES,
    *brewing.STORIES,
    *shops.STORIES,
    *subscriptions.STORIES,
    *wholesale.STORIES,
    *abroad.STORIES,
    *trouble.STORIES,
    *today.STORIES,
)
