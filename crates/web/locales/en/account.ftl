### Signing in and the first run.

name = Name
password = Password
password-again = The same password again
password-note = At least { $count } characters. A few words in a row are easy to remember and hard to guess.
password-short = This password is too short, or longer than 512 bytes.
passwords-differ = The two passwords are not the same.
name-wrong = A name has 1 to 64 characters.
sign-in-wrong = Name or password is wrong.

first-run = First run
first-run-welcome = Welcome to { $name }
first-run-admin = Nobody looks after this newspaper yet. Make yourself its admin; then choose what it reads.
setup-token = Set-up token
setup-token-note = The program printed it when it started. It shows that this is your machine.
setup-token-wrong = This is not the set-up token that the program printed when it started.
become-admin = Become the admin
first-run-sources = What shall it read?
first-run-sources-deck = Add the address of a newspaper or of its feed, or a list from another reader. The front page fills while you watch.
progress = Progress
progress-no-sources = There are no sources yet.
progress-begin =
    { $count ->
        [one] Asking { $count } source for its articles…
       *[other] Asking { $count } sources for their articles…
    }
# "12 articles found, 7 can be read."
progress-so-far = { $all } found, { $live }.
can-be-read =
    { $count ->
        [one] { $count } can be read
       *[other] { $count } can be read
    }
