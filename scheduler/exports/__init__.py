"""What other programs read: calendars, GeoJSON, GTFS, and a workbook of everything that a bureau reports."""
