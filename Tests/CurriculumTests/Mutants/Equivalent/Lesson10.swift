extension Equivalent {
  static let lesson10: [String: [Equivalent]] = [
    "shiftedTargets": [
      Equivalent("right but for one column", because: "a row of one token has no next one")
    ],
    "multiHead": [oneCall],
    "rotated": [
      Equivalent(
        "right but for an odd number of columns", "right but for one column",
        because: "numbers are turned in pairs")
    ],
    "block": [oneCall],
    "bytePairs": [
      noColumns,
      Equivalent(
        "right but for no samples", "returned tokens and returned pairs exchanged",
        because: "an empty text has no number to be wrong, and its results are both empty"),
    ],
    "probability": [noColumns],
    "nextProbabilities": [noColumns],
    "trainingStep": [
      Equivalent(
        "returned model.weights with one dimension more at the end",
        because: "they are put back in their own shapes"),
      Equivalent("right but for one column", because: "a row of one token has no next one"),
    ],
  ]

  private static let oneCall = Equivalent(
    "attend called the second time only in appearance", "attend called once, its result used again",
    because: "it is called once")

  private static let noColumns = Equivalent(
    "right but for an odd number of columns", "right but for an even number of columns",
    because: "there are lists only")
}
