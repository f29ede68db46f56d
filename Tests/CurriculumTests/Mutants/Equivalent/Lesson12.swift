extension Equivalent {
  static let lesson12: [String: [Equivalent]] = [
    "returns": [noColumns],
    "policyValues": [
      Equivalent(
        "right but for a negative number", "right but for all numbers negative",
        "right but for a number above 1000", "right but for all numbers below 0.001",
        because: "the one tensor is a policy: probabilities, whose sum is 1 in each row")
    ],
    "epsilonGreedy": [
      Equivalent(
        "values doubled", "values halved", because: "the highest values are still the highest"),
      noColumns,
    ],
    "replay": [noColumns],
    "qLoss": [
      Equivalent(
        "continuation doubled", "continuation halved",
        because: "it is 0 or 1, and the solution asks only whether it is above 0"),
      Equivalent(
        "legal doubled", "legal halved", because: "it is true or false, written as 1 or 0"),
      Equivalent("returned gradient of nextValues negated", because: "that gradient is 0"),
    ],
    "policyGradient": [
      Equivalent(
        "episode without its sign", "episode rounded", "episode without what is negative",
        because: "only the rewards change, and the weights stand for them"),
      Equivalent(
        "episode without its last number (0)",
        because: "that is the state after the last step, where nothing is done"),
    ],
    "advantages": [
      Equivalent(
        "episodes without its last number (0)",
        because: "that is the state after the last step, which is not asked for"),
      noColumns,
    ],
  ]

  private static let noColumns = Equivalent(
    "right but for an odd number of columns", "right but for an even number of columns",
    because: "there are lists only")
}
