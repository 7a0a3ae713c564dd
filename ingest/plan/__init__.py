"""Action plans as a ministry keeps them: a table of activities, read, compared and kept."""
