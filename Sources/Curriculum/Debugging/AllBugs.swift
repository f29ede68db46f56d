/// The bugs, each with its faulty program, in the order of the lessons.
public enum Bugs {
  /// All of them.
  package static let all: [Submission] = [
    straightLine.handIn(StraightLine.train),
    threeClouds.handIn(ThreeClouds.train),
    exclusiveOr.handIn(ExclusiveOr.train),
    brightPictures.handIn(BrightPictures.train),
    coolingDown.handIn(CoolingDown.train),
    smallParts.handIn(SmallParts.train),
    coinFlips.handIn(CoinFlips.train),
    restlessScore.handIn(RestlessScore.train),
    oneByOne.handIn(OneByOne.train),
    blendedClouds.handIn(BlendedClouds.train),
    freshNoise.handIn(FreshNoise.train),
    bestEpoch.handIn(BestEpoch.train),
    unevenBatches.handIn(UnevenBatches.train),
    elevenColumns.handIn(ElevenColumns.train),
    colorPictures.handIn(ColorPictures.train),
    nextLetter.handIn(NextLetter.train),
    randomTokens.handIn(RandomTokens.train),
    wordGroups.handIn(WordGroups.train),
    corridor.handIn(Corridor.train),
    gentleBend.handIn(GentleBend.train),
    thereAndBack.handIn(ThereAndBack.train),
  ]
}
