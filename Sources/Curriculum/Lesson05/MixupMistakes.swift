import Curriculum
import Gradus

extension AugmentationLesson {
  static let mixupMistakes: [Mistake<Mix>] = [
    Mistake(
      "labels not mixed", "The targets are not mixed: the image is now of two classes.",
      { images, targets, partners, shares in
        (mixed(images, targets, partners, shares).images, targets)
      }),
    Mistake(
      "labels mixed with 1 − λ",
      "The shares of the targets are exchanged: the image's own label has the image's own share.",
      { images, targets, partners, shares in
        mixed(images, targets, partners, shares, ofTargets: shares.map { 1 - $0 })
      }),
    Mistake(
      "images mixed with 1 − λ",
      "The shares are exchanged: share belongs to image i, and 1 − share to its partner.",
      { images, targets, partners, shares in
        mixed(images, targets, partners, shares.map { 1 - $0 }, ofTargets: shares)
      }),
    Mistake(
      "all mixed with 1 − λ",
      "The shares are exchanged: share belongs to image i, and 1 − share to its partner.",
      { images, targets, partners, shares in
        mixed(images, targets, partners, shares.map { 1 - $0 })
      }),
    Mistake(
      "one share for the whole batch", "Each sample has a share of its own: shares[i].",
      { images, targets, partners, shares in
        mixed(images, targets, partners, shares.map { _ in shares[0] })
      }),
    Mistake(
      "the neighbor as partner", "The partner of i is partners[i], not the next sample.",
      { images, targets, _, shares in
        mixed(images, targets, shares.indices.map { ($0 + 1) % shares.count }, shares)
      }),
    Mistake(
      "mixed in place",
      "A sample is mixed with a partner that is mixed already: read both from what was handed in.",
      { images, targets, partners, shares in
        var (x, y) = (images, targets)
        for (sample, share) in shares.enumerated() {
          let partner = partners[sample]
          let (ownX, otherX) = (x[sample, 0...], x[partner, 0...])
          let (ownY, otherY) = (y[sample, 0...], y[partner, 0...])
          x[sample, 0...] = share * ownX + (1 - share) * otherX
          y[sample, 0...] = share * ownY + (1 - share) * otherY
        }
        return (x, y)
      }),
    Mistake(
      "the label of the larger share",
      "Only the label of the larger share is left: a target is a share of each of the two.",
      { images, targets, partners, shares in
        mixed(images, targets, partners, shares, ofTargets: shares.map { $0 >= 0.5 ? 1 : 0 })
      }),
    Mistake(
      "images not mixed",
      "The images have stayed as they were: they are mixed, as the targets are.",
      { images, targets, partners, shares in
        (images, mixed(images, targets, partners, shares).targets)
      }),
    Mistake(
      "half and half", "Everything is mixed half and half: the share of sample i is shares[i].",
      { images, targets, partners, shares in
        mixed(images, targets, partners, shares.map { _ in 0.5 })
      }),
    Mistake(
      "the partner's share", "Sample i has its own share, shares[i], and not that of its partner.",
      { images, targets, partners, shares in
        mixed(images, targets, partners, partners.map { shares[$0] })
      }),
    Mistake(
      "at least one half", "A share may be below one half: take it as it is.",
      { images, targets, partners, shares in
        mixed(images, targets, partners, shares.map { max($0, 1 - $0) })
      }),
    Mistake(
      "labels half and half", "The targets are always half and half: their shares are the images'.",
      { images, targets, partners, shares in
        mixed(images, targets, partners, shares, ofTargets: shares.map { _ in 0.5 })
      }),
    Mistake(
      "partner without its share", "The partner is added whole: its share is 1 − share.",
      { images, targets, partners, shares in
        func mix(_ a: Matrix) -> Matrix {
          mixed(a, targets, partners, shares).images
            + a.gather(partners)
            * Matrix(
              shape: Shape([shares.count] + Array(repeating: 1, count: a.rank - 1)),
              elements: shares)
        }
        return (mix(images), mix(targets))
      }),
    Mistake(
      "another order of partners for the targets",
      "The targets have other partners than the images: both are mixed with partners[i].",
      { images, targets, partners, shares in
        (
          mixed(images, targets, partners, shares).images,
          mixed(images, targets, partners.reversed(), shares).targets
        )
      }),
    Mistake(
      "the partner changed alike",
      "The partner is changed, too: only sample i is, whoever its partner is.",
      { images, targets, partners, shares in
        var (x, y) = (images, targets)
        for (i, share) in shares.enumerated() {
          let partner = partners[i]
          let image = share * images[i, 0...] + (1 - share) * images[partner, 0...]
          let target = share * targets[i, 0...] + (1 - share) * targets[partner, 0...]
          (x[i, 0...], x[partner, 0...]) = (image, image)
          (y[i, 0...], y[partner, 0...]) = (target, target)
        }
        return (x, y)
      }),
    Mistake(
      "shares along the last axis",
      "A tensor of the B shares is spread along the last axis, one for each column: give it the shape "
        + "[B, 1, 1] for the images and [B, 1] for the targets.",
      { images, targets, partners, shares in
        func mix(_ a: Matrix) throws -> Matrix {
          guard a.shape[a.rank - 1] == shares.count else { throw Todo("mixup") }
          return Matrix(shares) * a + (1 - Matrix(shares)) * a.gather(partners)
        }
        return (try mix(images), try mix(targets))
      }),
    Mistake(
      "shares along the last axis of the images",
      "A tensor of the B shares is spread along the last axis of the images, one for each column: give "
        + "it the shape [B, 1, 1].",
      { images, targets, partners, shares in
        guard images.shape[2] == shares.count else { throw Todo("mixup") }
        let share = Matrix(shares)
        return (
          share * images + (1 - share) * images.gather(partners),
          mixed(images, targets, partners, shares).targets
        )
      }),
    Mistake(
      "without the last sample", "The last sample is not mixed: go through all of them.",
      { images, targets, partners, shares in
        mixed(images, targets, partners.dropLast() + [partners.count - 1], shares)
      }),
    Mistake(
      "targets without the partner's",
      "The partner's target is missing: its share of it is 1 − share.",
      { images, targets, partners, shares in
        (
          mixed(images, targets, partners, shares).images,
          Matrix(shape: [shares.count, 1], elements: shares) * targets
        )
      }),
    Mistake(
      "the partner alone", "That is the partner alone: image i has a share in it, shares[i].",
      { images, targets, partners, _ in (images.gather(partners), targets.gather(partners)) }),
    Mistake(
      "added whole", "Both are added whole: each counts with its share, share and 1 − share.",
      { images, targets, partners, _ in
        (images + images.gather(partners), targets + targets.gather(partners))
      }),
    Mistake(
      "targets added whole",
      "The targets are added whole: each counts with its share, share and 1 − share.",
      { images, targets, partners, shares in
        (
          mixed(images, targets, partners, shares).images,
          targets + targets.gather(partners)
        )
      }),
    Mistake(
      "partners of partners", "The partner of i is partners[i], and not the partner's partner.",
      { images, targets, partners, shares in
        mixed(images, targets, partners.map { partners[$0] }, shares)
      }),
    Mistake(
      "shares of shape [B, 1] for the images",
      "Shares of shape [B, 1] are spread along the rows of an image: images need [B, 1, 1].",
      { images, targets, partners, shares in
        guard [1, shares.count].contains(images.shape[1]) else { throw Todo("mixup") }
        let share = Matrix(shape: [shares.count, 1], elements: shares)
        return (
          share * images + (1 - share) * images.gather(partners),
          mixed(images, targets, partners, shares).targets
        )
      }),
    Mistake(
      "always the same sample as partner", "The partner of i is partners[i], not partners[0].",
      { images, targets, partners, shares in
        mixed(images, targets, partners.map { _ in partners[0] }, shares)
      }),
    Mistake(
      "who has i as partner", "The partner of i is partners[i], and not whoever has i as partner.",
      { images, targets, partners, shares in
        mixed(
          images, targets, partners.indices.map { partners.firstIndex(of: $0) ?? $0 }, shares)
      }),
  ]
}
