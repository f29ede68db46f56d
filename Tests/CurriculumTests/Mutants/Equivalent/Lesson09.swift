extension Equivalent {
  static let lesson9: [String: [Equivalent]] = [
    "stepBackward": [
      withoutBias,
      Equivalent("next negated", "next without its sign", because: "next is squared"),
    ],
    "backwardThroughTime": [withoutBias],
    "streams": [
      noColumns,
      Equivalent(
        "right but for one sample", because: "a text of one character gives no batch to be wrong"),
    ],
    "sample": [noColumns],
    "windows": [
      noColumns,
      Equivalent(
        "series doubled", "series halved", because: "a standardized series has no scale"),
      Equivalent(
        "right but for one sample", because: "a series has a number before the one to forecast"),
    ],
  ]

  private static let withoutBias = Equivalent(
    "weights.b ignored (0)", "weights.b negated", "weights.b without its sign",
    "weights.b doubled", "weights.b halved", "weights.b rounded",
    "weights.b without what is negative", "weights.b reversed",
    "weights.b without its first number (0)", "weights.b without its last number (0)",
    because: "no gradient depends on the bias, given the states")

  private static let noColumns = Equivalent(
    "right but for an odd number of columns", "right but for an even number of columns",
    because: "there is a list only")
}
