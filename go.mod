module stet.news

go 1.26
