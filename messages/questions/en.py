"""What is said of questions to the customer, in English."""

TEXTS: dict[str, str] = {
    "question.other": "A question about another product",
    "command.name_product": "name the product",
    "command.ask_questions": "ask the customer questions",
    "command.record_answers": "record the customer's answers",
    "field.family": "the product's family",
    "field.questions": "the questions",
    "field.answers": "the answers",
    "refusal.product_not_named.title": "Nobody has named the product",
    "refusal.product_not_named.detail": (
        "Which questions fit case {number} depends on its product; name the product first."
    ),
    "refusal.unknown_question.title": "No such question",
    "refusal.unknown_question.detail": (
        "The questions for the product of case {number} don't have all of these; they are: {questions}."
    ),
    "refusal.question_answered.title": "Answered already",
    "refusal.question_answered.detail": (
        "The customer of case {number} has answered that already: {questions}. Leave it out; if the answer"
        " has changed, record the new one."
    ),
    "refusal.rounds_used_up.title": "Asked often enough",
    "refusal.rounds_used_up.detail": (
        "The customer of case {number} has been asked enough (rounds: {rounds}). Go on with what is known: triage and"
        " confirm the case, and find out the rest in “{then}”."
    ),
    "event.product_named": "{by} said which product it is about: {product}.",
    "event.questions_asked": "{by} asked the customer (round {round}): {questions}",
    "event.questions_answered": "The customer has answered (recorded by {by}). {answers}",
    "brief.product_named": "product: {product}",
    "brief.questions_asked": "questions asked: {count}",
    "brief.questions_answered": "answers by the customer",
    "details.product": "- **Product** {product}",
    "details.rounds": "- **Questions** rounds asked: {asked}, answered: {answers}",
}
