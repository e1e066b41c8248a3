"""What questions of offerings can be, in numbers and words that the catalogue and the registration service share."""

#: how a question is answered
KINDS = ("text", "choice", "many", "number", "yes-no", "consent")
#: kinds whose answers are among the question's options
WITH_OPTIONS = ("choice", "many")
#: between the options of one answer; an option is one line
BETWEEN = "\n"
KEY_LENGTH = 80
HELP_LENGTH = 500
OPTION_LENGTH = 200
ANSWER_LENGTH = 2000
#: an answer to a sensitive question is erased so many days after the offering's last session
SENSITIVE_DAYS = 14
