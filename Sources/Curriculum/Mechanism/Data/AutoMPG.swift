import DataLoading

extension Dataset {
  /// The six numeric features of Auto MPG.
  package static let autoMPGFeatures = [
    "cylinders", "displacement_cuin", "horsepower", "weight_lb", "acceleration_s", "model_year",
  ]
}
