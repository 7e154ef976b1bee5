# The figures of a corpus by R: base R for counts, windows and dispersion, the packages corpora for
# keyness and quanteda with quanteda.textstats for n-grams and diversity where they are installed.
#
#     Rscript referee.R TEXTS R|wp8 TARGET REFERENCE NODE... > figures.tsv
#
# TEXTS has a line for each paragraph: document, tab, text. Printed is a line for each figure: what
# it is of, the item, the part, the name of the figure, its value. Words are told by a regular
# expression of ICU, which knows nothing of wp8's, or are wp8's with blanks between.

has <- function(name) requireNamespace(name, quietly = TRUE)
arguments <- commandArgs(trailingOnly = TRUE)
lines <- readLines(arguments[1], encoding = "UTF-8")
target <- arguments[3]
reference <- arguments[4]
nodes <- arguments[-(1:4)]
tab <- regexpr("\t", lines, fixed = TRUE)
document <- substr(lines, 1, tab - 1)
text <- substr(lines, tab + 1, nchar(lines))

part <- "(?:\\p{L}(?:\\.\\p{L})+\\b\\.?|[\\p{L}\\p{M}\\p{N}]+)"
number <- "\\d{1,3}(?:[ ,]\\d{3})+(?:\\.\\d+)?(?![\\p{L}\\d])|\\d+\\.\\d+(?![.]?[\\p{L}\\d])"
word <- paste0(number, "|", part, "(?:[-\u2010\u2011'\u2019]", part, ")*")
tokens <- stringi::stri_extract_all_regex(text, word, omit_no_match = TRUE)
tokens <- lapply(tokens, function(found) {
  found <- gsub("\u2019", "'", gsub("[\u2010\u2011]", "-", found))
  found <- gsub("(?<=\\d)[ ,](?=\\d{3})", "", found, perl = TRUE)
  # The country is not the pronoun, and its two spellings are two words.
  found <- gsub("\\bUS\\b", "\u0001", gsub("U.S.", "\u0002", found, fixed = TRUE))
  found <- gsub("(?<=\\p{L})\\.", "", stringi::stri_trans_tolower(found), perl = TRUE)
  gsub("\u0001", "US", gsub("\u0002", "U.S.", found, fixed = TRUE), fixed = TRUE)
})
if (arguments[2] == "wp8") tokens <- lapply(strsplit(text, " ", fixed = TRUE), as.character)
sizes <- lengths(tokens)
words <- unlist(tokens)
of_paragraph <- rep(seq_along(tokens), sizes)
of_document <- document[of_paragraph]
documents <- unique(document)

tell <- function(of, item, part, name, value) {
  if (length(item)) {
    cat(paste(of, item, part, name, sprintf("%.12g", value), sep = "\t"), sep = "\n")
    cat("\n")
  }
}

# Each form by a number, so that what is counted is counted by tabulate.
forms <- sort(unique(words), method = "radix")
form <- match(words, forms)
count <- function(numbers) tabulate(numbers, length(forms))
frequencies <- count(form)
tell("frequency", forms, "", "frequency", frequencies)
by_document <- split(form, factor(of_document, documents))
for (name in documents) {
  own <- count(by_document[[name]])
  tell("frequency", forms[own > 0], name, "frequency", own[own > 0])
}

if (has("quanteda")) {
  all_tokens <- quanteda::as.tokens(tokens)
  for (size in 2:3) {
    grams <- quanteda::tokens_ngrams(all_tokens, n = size, concatenator = " ")
    own <- Matrix::colSums(quanteda::dfm(grams, tolower = FALSE))
    tell("ngrams", names(own), as.character(size), "frequency", own)
  }
}
if (has("quanteda.textstats")) {
  texts <- quanteda::as.tokens(split(words, factor(of_document, documents)))
  counts <- quanteda::dfm(texts, tolower = FALSE)
  ttr <- quanteda.textstats::textstat_lexdiv(counts, "TTR", remove_numbers = FALSE)
  tell("vocabulary", "", ttr$document, "ttr", ttr$TTR)
}
# Covington & McFall 2010. That of quanteda leaves out the numbers of each window. A window has a
# type for each word that stands in it for the first time: whose last one is before the window.
for (name in documents) {
  own <- by_document[[name]]
  wide <- min(500, length(own))
  places <- order(own, seq_along(own))
  same <- c(FALSE, diff(own[places]) == 0)
  before <- integer(length(own))
  before[places] <- ifelse(same, c(0, places[-length(places)]), 0)
  # A word counts in the windows that begin after the one before it and no later than it.
  last <- length(own) - wide + 1
  from <- pmax(before + 1, seq_along(own) - wide + 1, 1)
  to <- pmin(seq_along(own), last)
  tell("vocabulary", "", name, "mattr", sum(pmax(to - from + 1, 0)) / (wide * last))
}

first <- count(by_document[[target]])
second <- count(by_document[[reference]])
kept <- first + second > 0
f1 <- as.numeric(first[kept])
f2 <- as.numeric(second[kept])
items <- forms[kept]
if (has("corpora")) {
  compare <- function(measure) corpora::keyness(f1, sum(f1), f2, sum(f2), measure = measure)
  tell("keyness", items, "", "log_likelihood_four_cell", abs(compare("G2")))
  tell("keyness", items, "", "log_ratio_conservative", compare("LRC"))
}
expected <- (f1 + f2) * sum(f1) / (sum(f1) + sum(f2))
term <- function(observed, expected) ifelse(observed == 0, 0, observed * log(observed / expected))
two_cells <- 2 * (term(f1, expected) + term(f2, f1 + f2 - expected))
tell("keyness", items, "", "log_likelihood", two_cells)

# Gries 2008, Lijffijt & Gries 2012, Juilland 1970, Savický & Hlaváčová 2002.
size <- length(words)
share <- sizes[sizes > 0] / size
for (node in nodes) {
  places <- which(words == node)
  number <- length(places)
  own <- tabulate(of_paragraph[places], length(tokens))[sizes > 0]
  dp <- sum(abs(own / number - share)) / 2
  relative <- own / sizes[sizes > 0]
  spread <- sqrt(mean((relative - mean(relative))^2)) / mean(relative)
  gaps <- diff(c(places, places[1] + size))
  tell("dispersion", node, "", "frequency", number)
  tell("dispersion", node, "", "range", sum(own > 0))
  tell("dispersion", node, "", "dp", dp)
  tell("dispersion", node, "", "dp_norm", dp / (1 - min(share)))
  tell("dispersion", node, "", "juilland_d", 1 - spread / sqrt(length(own) - 1))
  tell("dispersion", node, "", "arf", sum(pmin(gaps, size / number)) * number / size)
}

# Five words to either side within the paragraph, each once; the node's own words are in none.
for (node in nodes) {
  places <- which(words == node)
  near <- logical(size)
  for (distance in c(-5:-1, 1:5)) {
    beside <- places + distance
    is_there <- beside >= 1 & beside <= size
    is_there[is_there] <- of_paragraph[beside[is_there]] == of_paragraph[places[is_there]]
    near[beside[is_there]] <- TRUE
  }
  near <- which(near & words != node)
  joint <- count(form[near])
  is_listed <- joint >= 2
  listed <- forms[is_listed]
  collocate <- as.numeric(frequencies[is_listed])
  o11 <- as.numeric(joint[is_listed])
  r1 <- length(near)
  n <- size - length(places)
  e11 <- r1 * collocate / n
  o <- cbind(o11, r1 - o11, collocate - o11, n - r1 - collocate + o11)
  e <- cbind(e11, r1 - e11, collocate - e11, n - r1 - collocate + e11)
  tell("collocates", listed, node, "joint_frequency", o11)
  tell("collocates", listed, node, "expected", e11)
  tell("collocates", listed, node, "log_likelihood", 2 * rowSums(term(o, e)))
  tell("collocates", listed, node, "mi", log2(o11 / e11))
  tell("collocates", listed, node, "t_score", (o11 - e11) / sqrt(o11))
  tell("collocates", listed, node, "z_score", (o11 - e11) / sqrt(e11))
}
