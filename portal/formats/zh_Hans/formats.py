"""Chinese dates where Django's own are not as people write them."""

MONTH_DAY_FORMAT = "n月j日"
