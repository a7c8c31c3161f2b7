using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Supervision.Logs.Tests;

/// <summary>However a log was rotated, compressed and gone on with in later runs, its lines are given in order, each once.</summary>
public class LogPropertyTests
{
    private static readonly Gen<Written[]> Histories = Gen.ArrayOf(
        from lines in Gen.Choose(0, 12)
        from step in Gen.Choose(0, 5)
        from length in Gen.Frequency((6, Gen.Choose(0, 30)), (1, Gen.Choose(1000, 40_000)))
        from then in Gen.Elements(Then.GoOn, Then.GoOn, Then.Rotate, Then.RotateAndCompress, Then.NewRun, Then.NewRunAndCompress)
        select new Written(lines, step, length, then));

    [Fact]
    public void Pages_of_any_size_give_the_lines_in_the_order_of_writing_none_lost_and_none_twice() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(50), Prop.ForAll(
            Histories.ToArbitrary(), Gen.Choose(1, 9).ToArbitrary(),
            (history, limit) =>
            {
                using var logs = new LogFixture();
                var written = Write(logs, history);
                // A time before all: so all runs are read.
                var read = logs.ReadAllAsync(new LogQuery { Since = LogFixture.TimeOf(-1) }, limit).GetAwaiter().GetResult();
                Assert.Equal(written.Select(line => line.Text), read);
            }));

    [Fact]
    public void Times_and_tails_give_what_a_list_of_all_lines_would() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(50), Prop.ForAll(
            Histories.ToArbitrary(), Gen.Choose(-1, 200).Two().ToArbitrary(), Gen.Choose(0, 40).ToArbitrary(),
            (history, times, tail) =>
            {
                using var logs = new LogFixture();
                var (since, until) = (Math.Min(times.Item1, times.Item2), Math.Max(times.Item1, times.Item2));
                var wanted = Write(logs, history).Where(line => line.Ms >= since && line.Ms <= until).Select(line => line.Text).ToList();
                var query = new LogQuery { Since = LogFixture.TimeOf(since), Until = LogFixture.TimeOf(until) };
                Assert.Equal(wanted, logs.ReadAllAsync(query, limit: 7).GetAwaiter().GetResult());
                Assert.Equal(wanted.TakeLast(tail), logs.ReadAllAsync(query with { Tail = tail }, limit: 5).GetAwaiter().GetResult());
                var odd = wanted.Where(text => text[0] == '1').ToList();
                var filtered = query with { Grep = new LogFilter("^1", false), Tail = tail };
                Assert.Equal(odd.TakeLast(tail), logs.ReadAllAsync(filtered, limit: 3).GetAwaiter().GetResult());
            }));

    private static List<(int Ms, string Text)> Write(LogFixture logs, Written[] history)
    {
        var all = new List<(int, string)>();
        var (run, segment, ms) = (1, 0, 0);
        foreach (var written in history)
        {
            for (var i = 0; i < written.Lines; i++, ms += written.Step)
            {
                var text = string.Create(CultureInfo.InvariantCulture, $"{all.Count} {new string('x', written.Length)}");
                logs.Write("a", run, ms, text);
                all.Add((ms, text));
            }

            if (!File.Exists(logs.PathOf("a", run))) continue;
            if (written.Then is Then.Rotate or Then.RotateAndCompress) logs.Rotate("a", run, segment++);
            if (written.Then is Then.RotateAndCompress) logs.Compress("a", run, segment - 1);
            if (written.Then is Then.NewRunAndCompress) logs.Compress("a", run);
            if (written.Then is Then.NewRun or Then.NewRunAndCompress) (run, segment) = (run + 1, 0);
        }

        return all;
    }

    private enum Then
    {
        GoOn,
        Rotate,
        RotateAndCompress,
        NewRun,
        NewRunAndCompress,
    }

    private sealed record Written(int Lines, int Step, int Length, Then Then);
}
