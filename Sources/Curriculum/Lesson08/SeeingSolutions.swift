import Gradus

/// Lesson 8, solved. The signatures are those of `Lessons/08-seeing/Exercises.swift`, so that this file
/// can be pasted over it.
enum Seeing {
  static func outputSize(of input: Int, kernel: Int, stride: Int, padding: Int) throws -> Int {
    guard kernel >= 1, stride >= 1, padding >= 0 else {
      throw DoesNotFit(
        "expected a kernel and a stride of at least 1, and a padding of at least 0, found "
          + "\(kernel), \(stride) and \(padding)")
    }
    let padded = input + 2 * padding
    guard kernel <= padded else {
      throw DoesNotFit("a kernel of \(kernel) is larger than the padded input of \(padded)")
    }
    return (padded - kernel) / stride + 1
  }

  static func convolve(
    _ images: Tensor<Double>, _ filters: Filters, stride: Int, padding: Int
  ) throws -> Tensor<Double> {
    let (x, w) = (images.shape, filters.weight.shape)
    guard x[1] == w[1] else {
      throw DoesNotFit("the images have \(x[1]) channels, and the filters \(w[1])")
    }
    let height = try outputSize(of: x[2], kernel: w[2], stride: stride, padding: padding)
    let width = try outputSize(of: x[3], kernel: w[3], stride: stride, padding: padding)
    var output = Tensor<Double>.zeros([x[0], w[0], height, width])
    for b in 0..<x[0] {
      for o in 0..<w[0] {
        for y in 0..<height {
          for x in 0..<width {
            var sum = filters.bias[o]
            for c in 0..<w[1] {
              for i in 0..<w[2] {
                for j in 0..<w[3] {
                  let (row, column) = (y * stride - padding + i, x * stride - padding + j)
                  guard 0..<images.shape[2] ~= row, 0..<images.shape[3] ~= column else { continue }
                  sum += images[b, c, row, column] * filters.weight[o, c, i, j]
                }
              }
            }
            output[b, o, y, x] = sum
          }
        }
      }
    }
    return output
  }

  static func imageColumns(
    of image: Tensor<Double>, kernel: Size2D, stride: Int, padding: Int
  ) throws -> Tensor<Double> {
    let (channels, h, w) = (image.shape[0], image.shape[1], image.shape[2])
    let height = try outputSize(of: h, kernel: kernel.height, stride: stride, padding: padding)
    let width = try outputSize(of: w, kernel: kernel.width, stride: stride, padding: padding)
    var columns: [Double] = []
    for c in 0..<channels {
      for i in 0..<kernel.height {
        for j in 0..<kernel.width {
          for y in 0..<height {
            for x in 0..<width {
              let (row, column) = (y * stride - padding + i, x * stride - padding + j)
              let isInside = 0..<h ~= row && 0..<w ~= column
              columns.append(isInside ? image[c, row, column] : 0)
            }
          }
        }
      }
    }
    return Tensor(
      shape: [channels * kernel.height * kernel.width, height * width], elements: columns)
  }

  static func convolveByColumns(
    _ images: Tensor<Double>, _ filters: Filters, stride: Int, padding: Int
  ) throws -> Tensor<Double> {
    let (x, w) = (images.shape, filters.weight.shape)
    guard x[1] == w[1] else {
      throw DoesNotFit("the images have \(x[1]) channels, and the filters \(w[1])")
    }
    let kernel = Size2D(height: w[2], width: w[3])
    let height = try outputSize(of: x[2], kernel: w[2], stride: stride, padding: padding)
    let matrix = filters.weight.reshaped(to: [w[0], w[1] * w[2] * w[3]])
    let outputs = try (0..<x[0]).map { b in
      let columns = try imageColumns(
        of: images[b, 0...], kernel: kernel, stride: stride, padding: padding)
      return (matmul(matrix, columns) + filters.bias.reshaped(to: [w[0], 1]))
        .reshaped(to: [w[0], height, columns.shape[1] / height])
    }
    return .stack(outputs)
  }

  static func filterGradient(
    of images: Tensor<Double>, upstream: Tensor<Double>, kernel: Size2D, stride: Int, padding: Int
  ) throws -> Filters {
    let (x, u) = (images.shape, upstream.shape)
    var weight = Tensor<Double>.zeros([u[1], x[1] * kernel.height * kernel.width])
    for b in 0..<x[0] {
      let columns = try imageColumns(
        of: images[b, 0...], kernel: kernel, stride: stride, padding: padding)
      weight += matmul(
        upstream[b, 0...].reshaped(to: [u[1], u[2] * u[3]]), columns, transposeB: true)
    }
    return Filters(
      weight: weight.reshaped(to: [u[1], x[1], kernel.height, kernel.width]),
      bias: upstream.sum(along: [0, 2, 3]))
  }

  static func inputGradient(
    _ upstream: Tensor<Double>, weight: Tensor<Double>, size: Size2D, stride: Int, padding: Int
  ) throws -> Tensor<Double> {
    let (u, w) = (upstream.shape, weight.shape)
    var gradient = Tensor<Double>.zeros([u[0], w[1], size.height, size.width])
    for b in 0..<u[0] {
      for o in 0..<u[1] {
        for y in 0..<u[2] {
          for x in 0..<u[3] {
            for c in 0..<w[1] {
              for i in 0..<w[2] {
                for j in 0..<w[3] {
                  let (row, column) = (y * stride - padding + i, x * stride - padding + j)
                  guard 0..<size.height ~= row, 0..<size.width ~= column else { continue }
                  gradient[b, c, row, column] += upstream[b, o, y, x] * weight[o, c, i, j]
                }
              }
            }
          }
        }
      }
    }
    return gradient
  }

  static func maxPool(
    _ images: Tensor<Double>, size: Int, stride: Int, upstream: Tensor<Double>
  ) throws -> (maxima: Tensor<Double>, gradient: Tensor<Double>) {
    var maxima = upstream
    var gradient = Tensor<Double>.zeros(images.shape)
    for b in 0..<upstream.shape[0] {
      for c in 0..<upstream.shape[1] {
        for y in 0..<upstream.shape[2] {
          for x in 0..<upstream.shape[3] {
            var best = (row: y * stride, column: x * stride)
            for row in y * stride..<y * stride + size {
              for column in x * stride..<x * stride + size
              where images[b, c, row, column] > images[b, c, best.row, best.column] {
                best = (row, column)
              }
            }
            maxima[b, c, y, x] = images[b, c, best.row, best.column]
            gradient[b, c, best.row, best.column] += upstream[b, c, y, x]
          }
        }
      }
    }
    return (maxima, gradient)
  }

  static func batchNorm(
    _ images: Tensor<Double>, _ norm: Normalization, isTraining: Bool
  ) throws -> (output: Tensor<Double>, norm: Normalization) {
    let channels = images.shape[1]
    func perChannel(_ t: Tensor<Double>) -> Tensor<Double> { t.reshaped(to: [channels, 1, 1]) }
    var (mean, variance, next) = (norm.runningMean, norm.runningVariance, norm)
    if isTraining {
      let n = Double(images.elementCount / channels)
      guard n > 1 else { throw DoesNotFit("a channel has one value, which has no variance") }
      mean = images.mean(along: [0, 2, 3])
      variance = (images - perChannel(mean)).squared().mean(along: [0, 2, 3])
      let m = norm.momentum
      next.runningMean = (1 - m) * norm.runningMean + m * mean
      next.runningVariance = (1 - m) * norm.runningVariance + m * n / (n - 1) * variance
    }
    let deviation = (variance + norm.epsilon).sqrt()
    let output = (images - perChannel(mean)) * perChannel(norm.scale / deviation)
    return (output + perChannel(norm.shift), next)
  }

  static func residualBlock(
    _ images: Tensor<Double>, _ block: BlockFilters
  ) throws -> Tensor<Double> {
    let inner = try convolve(images, block.first, stride: block.stride, padding: 1).relu()
    let change = try convolve(inner, block.second, stride: 1, padding: 1)
    var shortcut = images
    if let projection = block.projection {
      shortcut = try convolve(images, projection, stride: block.stride, padding: 0)
    }
    guard shortcut.shape == change.shape else {
      throw DoesNotFit("a shortcut of shape \(shortcut.shape) and a change of \(change.shape)")
    }
    return (change + shortcut).relu()
  }

  static func saliency(
    of image: Tensor<Double>, label: Int, in network: TinyNetwork
  ) throws -> Tensor<Double> {
    let (filters, stride, padding) = (network.filters, network.stride, network.padding)
    let picture = image.reshaped(to: Shape([1] + image.shape.dimensions))
    let maps = try convolve(picture, filters, stride: stride, padding: padding)
    let places = Double(maps.shape[2] * maps.shape[3])
    let share = network.head.transposed()[label, 0...].reshaped(to: [maps.shape[1], 1, 1]) / places
    let ofMaps = share * select(maps .> 0, .ones(maps.shape), .zeros(maps.shape))
    let size = Size2D(height: image.shape[1], width: image.shape[2])
    return try inputGradient(
      ofMaps, weight: filters.weight, size: size, stride: stride, padding: padding
    )[0, 0...].abs().max(along: 0)
  }

  static func intersectionOverUnion(_ a: Box, _ b: Box) throws -> Double {
    let width = max(0, min(a.right, b.right) - max(a.left, b.left))
    let height = max(0, min(a.bottom, b.bottom) - max(a.top, b.top))
    func area(_ box: Box) -> Double { (box.right - box.left) * (box.bottom - box.top) }
    let union = area(a) + area(b) - width * height
    return union > 0 ? width * height / union : 0
  }

  static func nonMaximumSuppression(
    of detections: [Detection], threshold: Double
  ) throws -> [Int] {
    let order = detections.indices.filter { !detections[$0].score.isNaN }
      .sorted { (detections[$1].score, $0) < (detections[$0].score, $1) }
    var kept: [Int] = []
    for candidate in order {
      let isCovered = try kept.contains {
        try detections[$0].label == detections[candidate].label
          && intersectionOverUnion(detections[$0].box, detections[candidate].box) > threshold
      }
      if !isCovered { kept.append(candidate) }
    }
    return kept
  }
}
