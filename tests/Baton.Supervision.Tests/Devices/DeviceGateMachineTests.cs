using Baton.Processes.Devices;
using Baton.Supervision.Devices;

namespace Baton.Supervision.Tests.Devices;

/// <summary>What is told of a device that comes and goes.</summary>
public class DeviceGateMachineTests
{
    private static readonly DeviceSighting First = new([], "ttyACM0 1");
    private static readonly DeviceSighting Second = new([], "ttyACM1 2");
    private static readonly DeviceSighting Gone = new(["/dev/robot"], "-");

    [Fact]
    public void The_first_sighting_is_told_at_once()
    {
        Assert.Equal([new DeviceGateEffect.Returned()], Told(First));
        Assert.IsType<DeviceGateEffect.Lost>(Assert.Single(Told(Gone)));
    }

    [Fact]
    public void A_loss_shorter_than_the_debounce_is_not_told_when_the_same_thing_is_back() =>
        Assert.Equal([new DeviceGateEffect.Returned()], Told(First, Gone, First, null));

    [Fact]
    public void A_loss_shorter_than_the_debounce_is_told_as_replaced_when_another_thing_is_back() =>
        Assert.Equal([new DeviceGateEffect.Returned(), new DeviceGateEffect.Replaced()], Told(First, Gone, Second, null));

    [Fact]
    [Trait("Defect", "A9-15")]
    public void A_link_that_leads_to_another_device_is_told_as_replaced() =>
        Assert.Equal([new DeviceGateEffect.Returned(), new DeviceGateEffect.Replaced()], Told(First, Second, null));

    [Fact]
    public void A_loss_and_a_return_are_told_once_each_however_often_they_are_seen()
    {
        var told = Told(First, Gone, null, Gone, Gone, null, First, null, First, null);
        Assert.Collection(
            told,
            news => Assert.IsType<DeviceGateEffect.Returned>(news),
            news => Assert.Equal(["/dev/robot"], Assert.IsType<DeviceGateEffect.Lost>(news).Missing),
            news => Assert.IsType<DeviceGateEffect.Returned>(news));
    }

    [Fact]
    public void A_return_shorter_than_the_debounce_is_not_told() => Assert.Single(Told(Gone, First, Gone, null));

    [Fact]
    public void A_device_that_never_settles_is_told_all_the_same()
    {
        var flapping = Enumerable.Range(0, 100).Select(i => (DeviceSighting?)(i % 2 == 0 ? Gone : new DeviceSighting([], $"ttyACM0 {i}")));
        Assert.Equal(new DeviceGateEffect.Replaced(), Told([First, .. flapping, null])[^1]);
    }

    /// <summary>What is told when these are seen in a row; at a null nothing changes until the armed timer, if any, has fired.</summary>
    private static List<DeviceGateEffect> Told(params DeviceSighting?[] sightings)
    {
        var gate = new DeviceGate();
        var told = new List<DeviceGateEffect>();
        foreach (var sighting in sightings)
        {
            DeviceGateEvent e = sighting is null ? new DeviceGateEvent.TimerFired(gate.Epoch) : new DeviceGateEvent.Sighted(sighting);
            (gate, var effects) = DeviceGateMachine.Step(gate, e);
            told.AddRange(effects.Where(effect => effect is not DeviceGateEffect.Arm));
        }

        return told;
    }
}
