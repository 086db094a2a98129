### Error pages.

error-title-400 = This request cannot be understood
error-title-403 = Not allowed
error-title-404 = Nothing here
error-title-405 = Not in this way
error-title-410 = No longer here
error-title-413 = Too large
error-title-429 = Too often
error-title-500 = Something broke
error-title-503 = Too slow

error-400 = Something in it is missing or wrong. Go back and try again.
error-403 = You may not see this.
error-404 = There is nothing at this address. It may have been mistyped, or an article may never have come this far.
error-405 = This address cannot be asked for in this way.
error-410 = There was something at this address, but it was taken back.
error-413 = What you sent is larger than this site takes.
error-429 = There were too many attempts. Wait a quarter of an hour and try again.
error-500 = The mistake is ours, and it has been noted. Try again in a moment.
error-503 = The answer took too long. Try again in a moment.
error-form = The form did not come from this site, or the page was open for too long. Load the page again and repeat what you did.
error-not-admin = Only the admin may do this. Sign in first.
error-private = This is only for readers who are signed in.
