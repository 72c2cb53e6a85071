namespace Tandem.Simulation.Tests.Calls;

/// <summary>Writes the scripts of calls by chance: every story that a call can have, the bad ones more often than in life.</summary>
internal sealed class CallAuthor(Random chance, long from, long until)
{
    private const long Never = CallScript.Never;
    private const int Second = 1000;
    private const int LongestTalk = 120 * Second;

    private static readonly int[] Refusals = [486, 404, 480, 500, 503, 408, 603, 600, 488, 487];

    public CallScript Write(int id)
    {
        // In some calls both hang up at the same moment, as far as each can tell.
        var talk = Talk();
        var answers = new AnswerPlan[CallDay.Carriers + CallDay.Phones];
        for (var i = 0; i < answers.Length; i++) answers[i] = Answer(talk);
        return new CallScript
        {
            Id = id,
            Callee = chance.Next(3) > 0 ? "49301234" : CallDay.PhoneNumber(chance.Next(CallDay.Phones)),
            StartAt = chance.NextInt64(from, until),
            CancelAfter = Often(0.25) ? chance.Next(20 * Second) : 100 * Second,
            LateOffer = Often(0.15),
            CallerTraits = Traits(),
            CallerTalk = Often(0.1) ? talk : Talk(),
            Answers = answers,
        };
    }

    private AnswerPlan Answer(in TalkPlan shared)
    {
        var ring = chance.Next(4 * Second);
        // Most answer after a while, some at once, some never.
        var answer = Often(0.1) ? 0 : Often(0.08) ? Never : ring + chance.Next(15 * Second);
        var status = Often(0.05) ? 0 : Often(0.25) ? Refusals[chance.Next(Refusals.Length)] : 200;
        return new AnswerPlan(ring, answer, status, Often(0.3), Often(0.2), Traits(), Often(0.1) ? shared : Talk());
    }

    private TalkPlan Talk()
    {
        var hold = Often(0.2) ? chance.Next(20 * Second) : Never;
        return new TalkPlan(
            Often(0.05) ? chance.Next(200) : Often(0.05) ? 600 * Second + chance.Next(600 * Second) : 1 + chance.Next(LongestTalk),
            hold, hold == Never ? Never : hold + 1 + chance.Next(20 * Second),
            Often(0.2) ? chance.Next(40 * Second) : Never, Often(0.06) ? chance.Next(LongestTalk) : Never, Often(0.3));
    }

    private PartyTraits Traits() => (PartyTraits)chance.Next(16) | (Often(0.5) ? PartyTraits.Timer : PartyTraits.None);

    private bool Often(double share) => chance.NextDouble() < share;
}
