extension Equivalent {
  static let lesson3: [String: [Equivalent]] = [
    "epoch": [
      Equivalent(
        "generator advanced before", "generator advanced afterward",
        because: "the order is to be random; how many numbers are drawn for it is not said")
    ]
  ]
}
