extension Equivalent {
  static let lesson14: [String: [Equivalent]] = [
    "translated": [
      Equivalent(
        "returned names with its last twice", "returned tensors with its last twice",
        because: "a dictionary has each name once, and a tensor without a name is in none"),
      Equivalent("right but for no samples", because: "of no tensors there is none to be wrong"),
    ],
    "quantizedRow": [listsOnly],
    "integerProduct": [listsOnly],
    "errorBound": [
      listsOnly,
      Equivalent(
        "x negated", "x without its sign", "x reversed", "x sorted", "weight negated",
        "weight without its sign", "weight reversed", "weight sorted",
        because: "the bound has sums of magnitudes, which neither sign nor order changes"),
    ],
    "comparison": [
      Equivalent(
        "returned lossBefore without its sign", "returned lossBefore without what is negative",
        "returned lossAfter without its sign", "returned lossAfter without what is negative",
        because: "a cross-entropy is not below 0")
    ],
    "roofline": [listsOnly],
    "halvingRound": [
      listsOnly,
      Equivalent(
        "right but for a negative number", "right but for all numbers negative",
        "right but for a number above 1000", because: "draws are numbers from 0 to 1"),
    ],
    "allReduce": [listsOnly],
  ]

  private static let listsOnly = Equivalent(
    "right but for an odd number of columns", "right but for an even number of columns",
    because: "there are lists only")
}
