"""Files as rows of cells: workbooks and separated text, from strangers, so with limits to everything."""
