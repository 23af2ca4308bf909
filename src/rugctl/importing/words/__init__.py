"""What words and marks on one line of minutes mean: dates, statuses, people, tasks, links, and the labels of parts."""
