### The article's page.

by = By { $name }
updated = Updated
minutes-to-read =
    { $count ->
        [one] { $count } minute to read
       *[other] { $count } minutes to read
    }
read-the-original = Read the original
read-on-at = Read on at { $name }
excerpt-note = { $name } shows the whole article on its own pages.
share = Copy the link
link-copied = Link copied
picture-credit = Picture: { $name }
table = Table
keywords = Keywords
on-this-page = On this page
others-on-story =
    { $count ->
        [one] { $count } other article on this story
       *[other] { $count } other articles on this story
    }
more-from = More from { $name }
all-of-publisher = All its articles
also-now = Also now
withdrawn-title = This article was withdrawn
withdrawn-words = { $name } took it back, so it is no longer shown here.
