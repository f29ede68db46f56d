extension Equivalent {
  static let lesson2: [String: [Equivalent]] = [
    "backward": [
      Equivalent(
        "right but for an odd number of columns", "right but for an even number of columns",
        because: "a tape has no columns")
    ],
    "centralDifference": [
      Equivalent("h negated", because: "both sides are the same two places"),
      Equivalent(
        "f called twice each time", "f called once too often",
        because: "the statement counts no calls"),
    ],
    "isGradient": [
      Equivalent(
        "claimed called twice each time", "claimed called once too often",
        "claimed called once, its result used again", "function called twice each time",
        "function called once too often", because: "the statement counts no calls"),
      Equivalent(
        "claimed called the second time only in appearance", because: "one call of it is enough"),
    ],
    "logSumExp": [
      Equivalent(
        "x as result", because: "it has the right shape for one class only, and is right there")
    ],
    "reluBackward": [
      Equivalent(
        "x doubled", "x halved", "x without what is negative", because: "only where x > 0 counts")
    ],
    "unbroadcast": [
      Equivalent(
        "upstream as result", because: "it has the right shape only where nothing is to be summed")
    ],
  ]
}
