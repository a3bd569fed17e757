"""What is said of cores, in English."""

TEXTS: dict[str, str] = {
    "command.switch_core": "go on under newer rules of the product",
    "event.core_switched": "From here on the case is decided by version {core} of the product's own rules.",
    "brief.core_switched": "on to version {core} of the product's rules",
}
