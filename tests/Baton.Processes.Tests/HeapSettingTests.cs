namespace Baton.Processes.Tests;

/// <summary>What Baton's own processes are told of their memory, and nobody else.</summary>
public sealed class HeapSettingTests
{
    [Fact]
    public void What_Baton_added_is_taken_out_again()
    {
        var environment = new Dictionary<string, string> { ["PATH"] = "/bin" };
        HeapSetting.AddTo(environment);
        Assert.Equal("100000", environment[HeapSetting.Variable]);
        // As of a daemon in the place of a dead one.
        HeapSetting.AddTo(environment);
        HeapSetting.RemoveFrom(environment);
        Assert.Equal(["PATH"], environment.Keys);
    }

    [Fact]
    public void A_persons_own_word_goes_first_and_is_passed_on()
    {
        var environment = new Dictionary<string, string> { [HeapSetting.Variable] = "4000000" };
        HeapSetting.AddTo(environment);
        HeapSetting.RemoveFrom(environment);
        Assert.Equal("4000000", environment[HeapSetting.Variable]);
    }
}
