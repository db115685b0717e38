"""Tables drawn in a docstring or string, read as rows."""


def rows(table: str) -> list[dict[str, str]]:
    """The rows of a table with columns parted by bars. The first line names them; a line of dashes is skipped."""
    lines = [line.strip().strip("|") for line in table.strip().splitlines() if line.strip()]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines if set(line) - set("-|: ")]
    head, *body = cells
    assert all(len(row) == len(head) for row in body), "every row of a drawn table has all columns"
    return [dict(zip(head, row, strict=True)) for row in body]
