package dev.vigil.config;

/// The tables behind [Schema], in the notation of [SchemaTable]. Order is that of a dump.
final class SchemaTables {
    static final String CLUSTER =
            """
            G U str{}    UserNames
            G U str      ClusterAddress
            G U keylist  Administrators
            G U keylist  Operators
            G U keylist  Guests
            G U keylist  AdministratorGroups
            G U keylist  OperatorGroups
            G U int      AllowNativeCliUsers 0
            G U int      AutoAddSystemToCSG 1
            G E str{}    AutoClearQ
            G U int      AutoStartTimeout 150
            G U int      BackupInterval 0
            G E str      CID
            G E str      ClusState
            G U str      ClusterLocation
            G E str      ClusterName
            G U str      ClusterOwner
            G U str{}    ClusterRecipients
            G E str      ClusterTime
            G E str      ClusterUUID
            G E int      CompareRSM 0
            G E int      ConnectorState
            G U int      CounterInterval 5
            G U str      CounterMissAction LogOnly
            G U int      CounterMissTolerance 20
            G U int      CredRenewFrequency 0
            G U boolean  DefaultGuestAccess 0
            G U int      DeleteOnlineResource 1
            G E int      DumpingMembership 0
            G U boolean  EnableFFDC 1
            G U int      EnablePBF 0
            G U int      EnableVMAutoDiscovery 0
            G U str      EngineClass RT
            G U str      EnginePriority
            G U str      EngineShutdown Enable
            G E boolean  FipsMode 0
            G E int      GlobalCounter 0
            G U int      GlobalCounterUpdateInterval 20
            G U int      GroupLimit 200
            G U str      HacliUserLevel NONE
            G U str      HostMonLogLvl ALL
            G E str{}    HostAvailableMeters
            G U keylist  HostMeters CPU Mem Swap
            G U str      LockMemory ALL
            G U boolean  LogClusterUUID 0
            G U int      LogSize 33554432
            G U int{}    MeterControl UpdateInterval=30 ForecastCycle=5
            G U str{}    MeterUnit CPU=MHz Mem=MB Swap=MB
            G U int{}    MeterWeight CPU=10 Mem=5 Swap=1
            G E str{}    Notifier
            G U str      OpenExternalCommunicationPort YES
            G U boolean  PanicOnNoMem 0
            G U str      PreferredFencingPolicy Disabled
            G U boolean  PrintMsg 0
            G U str      ProcessClass TS
            G U str      ProcessPriority 0
            G E int      ReadOnly 1
            G U int      ResourceLimit 5000
            G U str{}    SecInfo
            G U str      SecInfoLevel
            G U boolean  SecureClus 0
            G U int      SiteAware 0
            G E str      SourceFile ./main.cf
            G U str      Statistics Enabled
            G U keylist  Stewards
            G U str      SystemRebootAction
            G U int      TypeLimit 200
            G U str      UseFence NONE
            G E int      VCSFeatures 0
            G E int      VCSMode 7
            G U int      WACPort 14155
            """;

    static final String SYSTEM =
            """
            L E int      AgentsStopped 0
            L E float{}  AvailableCapacity
            L U float{}  Capacity Units=100
            L E int      ConfigBlockCount 0
            L E int      ConfigCheckSum 0
            L E int      ConfigDiskState 0
            L U str      ConfigFile
            L E int      ConfigInfoCnt 0
            L E int      ConfigModDate 0
            L E int      ConnectorState 0
            L U str{}    CPUBinding BindTo=NONE CPUNumber=0
            L U int{}    CPUThresholdLevel Critical=90 Warning=80 Note=70 Info=60
            L E int      CPUUsage 0
            L U str{}    CPUUsageMonitoring Enabled=0 ActionThreshold=0 ActionTimeLimit=0 Action=NONE NotifyThreshold=0 NotifyTimeLimit=0
            L E int{}    CurrentLimits
            L E str{}    DiskHbStatus
            L E int{}    DynamicLoad
            L E boolean  EngineRestarted 0
            L E str      EngineVersion
            L U int      FencingWeight 0
            L C boolean  Frozen 0
            L U str      GUIIPAddr
            L E str{}    HostAvailableForecast
            L U keylist  HostMonitor CPU Mem Swap
            L E int{}    HostUtilization
            L E int      LicenseType 0
            L U int{}    Limits
            L E str{}    LinkHbStatus
            L E int      LLTNodeId 0
            L E int      LoadTimeCounter 0
            L U int      LoadTimeThreshold 600
            L U int      LoadWarningLevel 80
            L U int{}    MemThresholdLevel Critical=90 Warning=80 Note=70 Info=60
            L E str{}    MeterRecord
            L U boolean  NoAutoDisable 0
            L E int      NodeId 0
            L E int      OnGrpCnt 0
            L U str      PhysicalServer
            L E int{}    ReservedCapacity
            L U int      ShutdownTimeout 600
            G E str      SourceFile ./main.cf
            L U int{}    SwapThresholdLevel Critical=90 Warning=80 Note=70 Info=60
            L E str      SysInfo
            L E str      SysName
            L E int      SysState 0
            L U str      SystemLocation
            L U str      SystemOwner
            L U str{}    SystemRecipients
            L E boolean  TFrozen 0
            L E int      TRSE 0
            L U boolean  TriggerEvent 1
            L E int      UpDownState 0
            L U int      UserInt 0
            L E int      VCSFeatures 0
            L E int      VCSMode 7
            """;

    static final String GROUP =
            """
            G U int{}    SystemList
            E U str{}    ContainerInfo
            G U int      AutoFailOver 1
            G U int      Parallel 0
            G U keylist  AutoStartList
            L E int      ActiveCount 0
            G U keylist  AdministratorGroups
            G U keylist  Administrators
            G C int      Authority 0
            L E int      AutoClearCount 0
            G U int      AutoClearInterval 0
            G U int      AutoClearLimit 0
            L E boolean  AutoDisabled 0
            G U int      AutoRestart 1
            G U boolean  AutoStart 1
            G U boolean  AutoStartIfPartial 1
            G U str      AutoStartPolicy Order
            L E boolean  CapacityReserved 0
            G U str      ClusterFailOverPolicy Manual
            G U int{}    ClusterList
            G E int      CurrentCount 0
            G E boolean  DeferAutoStart 0
            G U int      DisableFaultMessages 0
            E U boolean  Enabled 1
            G U boolean  Evacuate 1
            G E str{}    EvacList
            G E str      EvacuatingForGroup
            G U str      ExtMonApp
            G U str      ExtMonArgs
            G U str      FailOverPolicy Priority
            G U boolean  FaultPropagation 1
            G C boolean  Frozen 0
            G E str{}    FromQ
            G U str      GroupOwner
            G U str{}    GroupRecipients
            G U keylist  Guests
            G E keylist  IntentionalOnlineList
            E E int      IntentOnline 0
            L E int      LastSuccess 0
            G U float{}  Load
            G U str      ManageFaults ALL
            G U boolean  ManualOps 1
            G E str{}    MigrateQ
            E E int      NumRetries 0
            G U int      OnlineAtUnfreeze 0
            G U boolean  OnlineClearParent 0
            G U int      OnlineRetryLimit 0
            G U int      OnlineRetryInterval 0
            G U keylist  OperatorGroups
            G U keylist  Operators
            L E int      PathCount 0
            E E boolean  PCVAllowOnline 0
            G E int      PolicyIntention 0
            E U boolean  PreOnline 0
            L E int      PreOnlining 0
            G U int      PreonlineTimeout 300
            G U boolean  PreSwitch 0
            G E int      PreSwitching 0
            G U int{}    Prerequisites
            G U boolean  PrintTree 1
            G U int      Priority 0
            L E boolean  Probed 0
            L E int      ProbesPending 0
            E U boolean  ProPCV 0
            G E int      Responding 0
            G E int      Restart 0
            G E str      SourceFile ./main.cf
            L E int      State 0
            G U keylist  SysDownPolicy
            G U int{}    SystemZones
            G U str      Tag
            G E int      TargetCount 0
            G E boolean  TFrozen 0
            G E str{}    ToQ
            G U boolean  TriggerEvent 1
            G U str      TriggerPath
            G U boolean  TriggerResFault 1
            G U boolean  TriggerResRestart 0
            G U boolean  TriggerResStateChange 0
            E U keylist  TriggersEnabled
            G U keylist  TypeDependencies
            G U str{}    UserAssoc
            G U int      UserIntGlobal 0
            L U int      UserIntLocal 0
            G U str      UserStrGlobal 0
            L U str      UserStrLocal
            L E str{}    VCSi3Info
            """;

    static final String RESOURCE =
            """
            L A str[]    ArgListValues
            G U boolean  AutoStart 1
            G U boolean  ComputeStats 0
            L A int      ConfidenceLevel 0
            L A str      ConfidenceMsg
            L U str{}    ContainerInfo
            G U boolean  Critical 1
            G U boolean  Enabled 1
            L E int      Flags 0
            G E str      Group
            L E int      IState 1
            G E str      LastOnline
            G U str      ManageFaults
            L E str      MonitorMethod Traditional
            G E boolean  MonitorOnly 0
            L E str{}    MonitorTimeStats Avg=0 TS=
            G E str      Name
            L E boolean  Path 0
            L E boolean  Probed 0
            E A str{}    ResourceInfo State=Stale Msg= TS=
            G U str      ResourceOwner
            G U str{}    ResourceRecipients
            L E int{}    Signaled
            L E int      Start 0
            L E int      State 0
            L U boolean  TriggerEvent 0
            G U str      TriggerPath
            G U boolean  TriggerResRestart 0
            G U boolean  TriggerResStateChange 0
            E U keylist  TriggersEnabled
            """;

    static final String STATIC =
            """
            G U int      ActionTimeout+ 30
            G U keylist  AdvDbg
            G U boolean  AEPTimeout 0
            G U str      AgentClass TS
            G U str      AgentDirectory
            G E keylist  AgentFailedOn
            G U str      AgentFile
            G U str      AgentPriority 0
            G U int      AgentReplyTimeout 130
            G U int      AgentStartTimeout 60
            G U int      AlertOnMonitorTimeouts+ 0
            G U str[]    ArgList
            G U int      AttrChangedTimeout+ 60
            G U keylist  AvailableMeters
            G U int      CleanRetryLimit+ 0
            G U int      CleanTimeout+ 60
            G U int      CloseTimeout+ 60
            G U int      ConfInterval+ 600
            G U int{}    ContainerOpts+
            G U str      EPClass -1
            G U str      EPPriority -1
            G U keylist  ExternalStateChange+
            G U int      FaultOnMonitorTimeouts+ 4
            G U boolean  FaultPropagation+ 1
            G U boolean  FireDrill 0
            G U int{}    IMF+ Mode=0 MonitorFreq=1 RegisterRetryLimit=3
            G U str[]    IMFRegList
            G U int      InfoInterval+ 0
            G U int      InfoTimeout+ 30
            G U int      IntentionalOffline 0
            G U int      LevelTwoMonitorFreq+ 0
            G U keylist  LogDbg+
            G U int      LogFileSize 33554432
            G U boolean  LogViaHalog 0
            G U int{}    MeterControl
            G U keylist  Meters
            G U int      MigrateTimeout+ 600
            G U int      MigrateWaitLimit+ 2
            G U int      MonitorInterval+ 60
            G U int{}    MonitorStatsParam+ Frequency=0 ExpectedValue=3000 ValueThreshold=100 AvgThreshold=40
            G U int      MonitorTimeout+ 60
            G U int      NumThreads 10
            G U int      OfflineMonitorInterval+ 300
            G U int      OfflineTimeout+ 300
            G U int      OfflineWaitLimit+ 0
            G U str      OnlineClass+ -1
            G U str      OnlinePriority+ -1
            G U int      OnlineRetryLimit+ 0
            G U int      OnlineTimeout+ 300
            G U int      OnlineWaitLimit+ 2
            G U int      OpenTimeout+ 60
            G U str      Operations OnOff
            G U keylist  RegList
            G U int      RestartLimit+ 0
            G U str      ScriptClass TS
            G U str      ScriptPriority 0
            G E str      SourceFile ./types.cf
            G U keylist  SupportedActions
            G U keylist  SupportedOperations
            G U int      ToleranceLimit+ 0
            G U str      TypeOwner
            G U str{}    TypeRecipients
            """;

    static final String HEARTBEAT =
            """
            G U keylist  ClusterList
            E E str      AgentState INIT
            E U int      AYAInterval 60
            E U int      AYARetryLimit 3
            E U int      AYATimeout 300
            E U str[]    Arguments
            E U int      CleanTimeOut 300
            E U int      InitTimeout 300
            G U keylist  LogDbg
            E U int      StartTimeout 300
            E E str      State UNKNOWN
            E U int      StopTimeout 300
            """;

    static final String REMOTE_CLUSTER =
            """
            G U str      ClusterAddress
            G U keylist  Administrators
            G E str      CID
            G E str      ClusState
            G E str      ClusterName
            G U int      ConnectTimeout 300
            G C str      DeclaredState
            G U int      DisconnectTimeout 300
            G E str      EngineVersion
            G U keylist  Guests
            G U int      InquiryTimeout 300
            G U int      LogSize 33554432
            G U keylist  Operators
            G U int      RemoteConnectInterval 60
            G U int      SocketTimeout 180
            G E str      SourceFile ./main.cf
            G E str{}    SystemList
            G U str{}    UserNames
            G E int      VCSFeatures 0
            G E int      VCSMode 0
            """;

    static final String SITE =
            """
            G U keylist  SystemList
            G U int      Preference 10000
            """;

    private SchemaTables() {}
}
