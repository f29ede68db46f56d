extension Equivalent {
  static let lesson5: [String: [Equivalent]] = [
    "randomCrop": [
      Equivalent(
        "generator advanced before", "generator advanced afterward",
        because: "the place is to be random; how many numbers are drawn for it is not said")
    ]
  ]
}
