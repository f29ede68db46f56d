extension Equivalent {
  static let lesson1: [String: [Equivalent]] = [
    "meanSquaredError": [
      Equivalent(
        "prediction and target exchanged", because: "an error counts the same in both directions"),
      Equivalent(
        "right but for an odd number of columns", "right but for an even number of columns",
        "right but for square matrices", "right but for wide matrices",
        because: "prediction and target have one column"),
    ],
    "step": [
      Equivalent(
        "right but for an odd number of columns", "right but for an even number of columns",
        "right but for square matrices", "right but for wide matrices",
        because: "weights have one column")
    ],
    "train": [
      Equivalent("returned losses without its sign", because: "no loss is negative")
    ],
    "normalEquation": [
      Equivalent(
        "right but for one sample", "right but for square matrices", "right but for wide matrices",
        because: "with no more samples than features, no one model is the best")
    ],
  ]
}
