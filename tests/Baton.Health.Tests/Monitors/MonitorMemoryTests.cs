using System.Text;
using Baton.Core;
using Baton.Health.Breaker;
using Baton.Health.History;
using Baton.Health.Monitors;
using Baton.Health.Monitors.Remembering;
using Baton.Probes;
using Baton.Probes.Specs;

namespace Baton.Health.Tests.Monitors;

/// <summary>The state of a monitor over a restart: it is written, some time passes, and another fleet with another clock reads it.</summary>
public sealed class MonitorMemoryTests
{
    private static readonly DateTimeOffset Then = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    private static readonly MonitorDefinition Web = FleetFixture.Named("web");

    private static readonly MonitorState Down = MonitorState.New with
    {
        Health = MonitorHealth.Unhealthy,
        Since = Then - TimeSpan.FromMinutes(3),
        Breaker = BreakerState.New with { Phase = BreakerPhase.Open, Epoch = 7, Failures = 5, Opens = 2, Until = TimeSpan.FromSeconds(1040) },
        Total = 100,
        Successful = 90,
        ConsecutiveFailures = 10,
        Last = new ProbeResult(false, TimeSpan.FromMilliseconds(3), "connection refused") { Failure = new ProbeFailure(FailureKind.Refused, Port: 80), CertificateExpires = Then },
        LastCheck = Then - TimeSpan.FromSeconds(20),
        LastLooked = Then - TimeSpan.FromSeconds(10),
        IsProbing = true,
    };

    private static MonitorState? Over(MonitorState state, TimeSpan away) => MonitorMemory.Read(MonitorMemory.Write(state, Web, TimeSpan.FromSeconds(1000), Then), Web, TimeSpan.FromSeconds(2), Then + away);

    [Fact]
    public void All_of_it_goes_on_and_of_a_break_what_is_left_by_the_clock_on_the_wall()
    {
        var known = Over(Down, TimeSpan.FromSeconds(15))!;
        Assert.Equal(TimeSpan.FromSeconds(2 + 40 - 15), known.Breaker.Until);
        Assert.Equal(Down with { IsProbing = false, Breaker = Down.Breaker with { Epoch = 0, Until = known.Breaker.Until } }, known);
    }

    [Fact]
    public void Of_another_endpoint_the_counts_go_on_and_what_a_person_isolated_stays_so_and_nothing_else()
    {
        var other = Web with { Probe = new ProbeSpec.Tcp("127.0.0.1", 2) };
        var known = MonitorMemory.Read(MonitorMemory.Write(Down, Web, TimeSpan.FromSeconds(1000), Then), other, TimeSpan.FromSeconds(2), Then)!;
        Assert.Equal((BreakerPhase.Closed, 0, MonitorHealth.Unknown, null, 0, 100L), (known.Breaker.Phase, known.Breaker.Failures, known.Health, known.Last, known.ConsecutiveFailures, known.Total));
        var isolated = Down with { Breaker = Down.Breaker with { Phase = BreakerPhase.Isolated } };
        Assert.Equal(BreakerPhase.Isolated, MonitorMemory.Read(MonitorMemory.Write(isolated, Web, TimeSpan.Zero, Then), other, TimeSpan.Zero, Then)!.Breaker.Phase);
        // How it is asked may be another all the same.
        var same = Web with { Probe = new ProbeSpec.Tcp("127.0.0.1", 1) { Expect = Payload.OfText("220") } };
        Assert.Equal(BreakerPhase.Open, MonitorMemory.Read(MonitorMemory.Write(Down, Web, TimeSpan.Zero, Then), same, TimeSpan.Zero, Then)!.Breaker.Phase);
    }

    [Theory]
    [InlineData(3600, 2)]
    [InlineData(-86_400, 2 + 120)]
    public void A_break_is_over_after_a_long_time_and_a_clock_that_was_set_back_makes_none_endless(int away, int until) =>
        Assert.Equal(TimeSpan.FromSeconds(until), Over(Down, TimeSpan.FromSeconds(away))!.Breaker.Until);

    [Theory]
    [InlineData(BreakerPhase.Isolated)]
    [InlineData(BreakerPhase.HalfOpen)]
    [InlineData(BreakerPhase.Closed)]
    public void Any_phase_goes_on_and_a_trial_that_was_under_way_is_free_again(BreakerPhase phase)
    {
        var known = Over(Down with { Breaker = Down.Breaker with { Phase = phase, IsTrying = phase == BreakerPhase.HalfOpen } }, TimeSpan.Zero)!;
        Assert.Equal((phase, false), (known.Breaker.Phase, known.Breaker.IsTrying));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"phase":"Elsewhere"}""")]
    [InlineData("""{"phase":77}""")]
    [InlineData("""{"total":1,"successful":2}""")]
    [InlineData("""{"failures":-1}""")]
    public void What_cannot_be_meant_is_nothing_known(string saved) => Assert.Null(MonitorMemory.Read(Encoding.UTF8.GetBytes(saved), Web, TimeSpan.Zero, Then));

    [Fact]
    public void The_longest_text_fits_into_what_is_kept()
    {
        foreach (var text in (string[])[new('\u0001', 5000), string.Concat(Enumerable.Repeat("\U0001F916", 2500)), new('"', 5000)])
        {
            var state = Down with { Total = long.MaxValue, Successful = long.MaxValue, ConsecutiveFailures = int.MaxValue, Last = Down.Last! with { Detail = text } };
            Assert.InRange(MonitorMemory.Write(state, Web, TimeSpan.Zero, Then).Length, 1, RecordedMonitor.MaxState);
            Assert.Equal(Shortened.To(text, 400).ToString(), Over(state, TimeSpan.Zero)!.Last!.Detail);
        }
    }

    [Fact]
    public void A_fleet_goes_on_with_it_and_tries_when_the_rest_of_the_break_is_over()
    {
        using var fleet = new FleetFixture();
        var saved = MonitorMemory.Write(Down, Web, TimeSpan.FromSeconds(1000), Then);
        fleet.Watch(new Dictionary<string, MonitorState> { ["web"] = MonitorMemory.Read(saved, Web, fleet.Fleet.Now, Then + TimeSpan.FromSeconds(15))! }, Web);
        fleet.Pass(24);
        Assert.Equal((BreakerPhase.Open, 0, 100L), (fleet.View("web").State.Breaker.Phase, fleet.Endpoint("web").Asked, fleet.View("web").State.Total));
        fleet.Pass(2);
        Assert.Equal((BreakerPhase.HalfOpen, 1, 101L), (fleet.View("web").State.Breaker.Phase, fleet.Endpoint("web").Asked, fleet.View("web").State.Total));
    }
}
