extension Equivalent {
  static let lesson7: [String: [Equivalent]] = [
    "rowByRow": [memory, flattened], "blocked": [memory, flattened], "tiled": [memory, flattened],
    "packed": [memory, flattened], "pack": [memory],
    "dot": [
      Equivalent("x and y exchanged", because: "x·y is y·x"),
      Equivalent(
        "right but for an odd number of columns", "right but for an even number of columns",
        because: "a vector has no columns"),
    ],
  ]

  private static let memory = Equivalent(
    "result with one dimension more in front", "result with one dimension more at the end",
    because: "numbers in memory have no shape")
  private static let flattened = Equivalent(
    "result flattened", because: "numbers in memory have no shape")
}
