module talksbot

go 1.26
