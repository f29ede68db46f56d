extension Equivalent {
  static let lesson8: [String: [Equivalent]] = [
    "nonMaximumSuppression": [
      Equivalent(
        "detections doubled",
        because: "in a picture twice as large, with other names of the classes, the same are kept"),
      Equivalent(
        "right but for an odd number of columns", "right but for an even number of columns",
        because: "there are lists only"),
      Equivalent(
        "right but for no samples", because: "an empty list has no number that could be wrong"),
    ],
    "saliency": [
      Equivalent("network.head negated", because: "only the magnitude of a gradient is asked for")
    ],
  ]
}
