extension Equivalent {
  static let lesson11: [String: [Equivalent]] = [
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

  private static let directions = Equivalent(
    "vectors negated", "vectors doubled", "vectors halved",
    because: "angles between vectors stay the same")
}
