// Finer meanings of how a system is set up: keys and values.

export const SETTING_WORDS: Readonly<Record<string, string>> = {
  setting: `setting, settings, system setting, system settings, app setting, app settings, application setting, application settings, global setting, global settings, global property, global properties, site setting,
    site settings, hospital setting, hospital settings, general setting, general settings, config, configs, configuration, configurations, sys config, sysconfig, system config, app config, configuration item,
    system parameter, system parameters, params, preference, preferences, options table, option set, system options, notification channel, notification channels, notification
    settings, integration, integrations, integration setting, integration settings, einstellung, einstellungen, systemeinstellung, systemeinstellungen, konfiguration,
    konfigurationen, parametrage, parametres systeme, reglages, preferences systeme, configuracion, configuraciones, ajustes, ajuste, parametros sistema, parametros del
    sistema, configuracao, configuracoes, definicoes, impostazioni, impostazione, configurazione, configurazioni, instellingen, instelling, configuratie, ayar, ayarlar, sistem ayarlari,
    ustawienia, ustawienie, konfiguracja, настройка, настройки, конфигурация, параметры системы, اعدادات, الاعدادات, إعدادات, تنظیمات, تنظیم, پیکربندی, 设置, 系统设置, 配置,
    系统配置, 系统参数, 設定, システム設定, 설정, 환경설정, pengaturan, konfigurasi, cai dat, cau hinh, सेटिंग, सेटिंग्स, การตั้งค่า, mipangilio`,
  settingkey: `key, key name, keyname, setting key, setting name, setting code, settings key, config key, config name, config code, configuration key, configuration name, param key, param name,
    parameter key, parameter name, parameter code, option key, option name, property key, property name, property, variable, variable name, preference key, preference name, meta key,
    schluessel, schlussel, einstellungsname, parametername, cle, nom parametre, clave, clave configuracion, nombre parametro, nombre configuracion, chave, nome parametro,
    nome configuracao, chiave, nome impostazione, sleutel, anahtar, ayar adi, ayar anahtari, klucz, nazwa ustawienia, ключ, имя параметра, название настройки, مفتاح, المفتاح,
    اسم الاعداد, کلید, نام تنظیم, 键, 键名, 配置键, 配置名, 参数名, 参数键, キー, 設定名, 키, 설정명, kunci, nama pengaturan, khoa, ten cau hinh`,
  value: `value, values, val, setting value, settings value, config value, configuration value, param value, parameter value, option value, property value, preference value, meta value, wert,
    werte, einstellungswert, valeur, valeur parametre, valeur configuracion, valor parametro, valor configuracion, valor configuracao, valor del parametro, valore parametro, waarde, deger, degeri, ayar degeri, wartosc,
    значение, قيمة, القيمة, مقدار, 值, 配置值, 参数值, 値, 設定値, 값, 설정값, nilai, nilai pengaturan, gia tri, मान`,
  valuetype: `value type, valuetype, data type, datatype, setting type, config type, param type, parameter type, option type, field type, input type, wertetyp, datentyp,
    type valeur, type donnee, tipo valor, tipo dato, tipo de dato, tipo dado, tipo de dado, tipo valore, gegevenstype, deger tipi, veri tipi, typ wartosci, тип значения, тип данных,
    نوع القيمة, نوع مقدار, 值类型, 数据类型, データ型, 데이터타입, tipe data, kieu du lieu`,
  scope: `scope, group, group name, grp, setting group, settings group, config group, configuration group, module, module name, section, namespace, context, category, setting category, config
    category, channel, gruppe, bereich, modul, groupe, rubrique, grupo, modulo, seccion, secao, gruppo, sezione, groep, grup, grupa, группа, раздел, модуль, مجموعة,
    گروه, بخش تنظیمات, 分组, 模块, 组, グループ, 그룹, kelompok, modul sistem, nhom`,
};
