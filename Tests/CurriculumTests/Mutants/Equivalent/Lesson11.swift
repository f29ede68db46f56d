extension Equivalent {
  static let lesson11: [String: [Equivalent]] = [
    "vocabulary": [noColumns],
    "pairs": [noColumns],
    "positiveInformation": [
      Equivalent(
        "counts negated", "counts doubled", "counts halved",
        because: "what all counts are multiplied by cancels"),
      Equivalent(
        "right but for a negative number", "right but for all numbers negative",
        "right but for all numbers below 0.001", "right but for fractions",
        because: "counts are whole numbers from 0, and those of nothing give zeros in any case"),
    ],
    "negatives": [
      Equivalent(
        "counts doubled", "counts halved", because: "only the ratios of the counts matter"),
      noColumns,
      Equivalent("right but for no samples", because: "there is at least the positive word"),
      Equivalent(
        "right but for a negative number", "right but for all numbers negative",
        because: "counts are from 0"),
    ],
    "relationScore": [
      Equivalent(
        "right but for tall matrices", "right but for wide matrices",
        because: "the only matrix, the relation's, is square")
    ],
    "ranking": [
      Equivalent(
        "scores doubled", "scores halved",
        because: "which scores are above, and which are equal, stays")
    ],
    "splitByWord": [
      Equivalent(
        "returned training reversed", "returned test reversed", because: "the order of rows is open"
      ),
      noColumns,
      Equivalent(
        "generator advanced before", "generator advanced afterward",
        because: "how the words are drawn is open"),
    ],
    "update": [
      Equivalent(
        "negatives reversed", "negatives sorted",
        because: "what the negatives change is added up, in any order")
    ],
    "neighbors": [
      directions,
      Equivalent("right but for one sample", because: "one word alone has no neighbors"),
    ],
    "analogy": [
      directions,
      Equivalent("b and c exchanged", because: "b − a + c = c − a + b"),
      Equivalent(
        "right but for one sample", because: "at least one word is none of the question's"),
    ],
  ]

  private static let noColumns = Equivalent(
    "right but for an odd number of columns", "right but for an even number of columns",
    because: "there are lists, and no columns")

  private static let directions = Equivalent(
    "vectors negated", "vectors doubled", "vectors halved",
    because: "angles between vectors stay the same")
}
