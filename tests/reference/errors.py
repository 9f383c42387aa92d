"""What the reference says no to."""


class ParameterError(Exception):
    """A search parameter or file option that is refused; `parameter` is the name to blame."""

    def __init__(self, parameter, why):
        super().__init__(f"{parameter}: {why}")
        self.parameter = parameter
        self.why = why


class RefusedLine(Exception):
    """A line that an import refuses; `number` counts from 1."""

    def __init__(self, number, why):
        super().__init__(f"line {number}: {why}")
        self.number = number
        self.why = why
