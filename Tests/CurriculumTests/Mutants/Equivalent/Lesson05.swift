extension Equivalent {
  static let lesson5: [String: [Equivalent]] = [
    "randomCrop": [
      Equivalent(
        "generator advanced before", "generator advanced afterwards",
        because: "the place is to be random; how many numbers are drawn for it is not said")
    ]
  ]
}
