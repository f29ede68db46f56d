extension Equivalent {
  static let lesson13: [String: [Equivalent]] = [
    "squareplus": [
      Equivalent(
        "returned slope of x with one dimension more in front",
        "returned slope of b with one dimension more in front",
        because: "a pullback sums over what is not in its input's shape, this axis among it")
    ],
    "accumulatedStep": [
      Equivalent(
        "sizes negated", "sizes doubled", because: "each part counts by its share of all samples")
    ],
    "squareplusKernel": [
      Equivalent(
        "result a millionth too large",
        because: "single precision has seven digits, and the order of the sum may differ"),
      Equivalent(
        "result with its last twice", because: "a kernel has room for as many numbers as it reads"),
      Equivalent(
        "right but for no samples", because: "without numbers there is nothing to write"),
      Equivalent(
        "right but for an odd number of columns", "right but for an even number of columns",
        because: "there are lists only"),
    ],
    "isRightLayer": [
      Equivalent(
        "layer called twice each time", "layer called once too often",
        because: "the statement counts no calls"),
      Equivalent(
        "generator advanced before", "generator advanced afterward",
        because: "any random point is as good as another"),
      Equivalent(
        "right but for more than 8 samples", because: "no layer has so many inputs"),
      Equivalent(
        "right but for an odd number of columns", "right but for an even number of columns",
        because: "there is a list of shapes only"),
    ],
  ]
}
